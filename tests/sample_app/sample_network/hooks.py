app_name = "sample_network"
app_title = "Sample Network"
app_publisher = "Social Support contributors"
app_description = "A network for Social Support that another app brings"
app_email = "social-support@localhost"
app_license = "MIT"

social_support_networks = {"guestbook": "sample_network.guestbook.Guestbook"}
