app_name = "social_support"
app_title = "Social Support"
app_publisher = "Social Support contributors"
app_description = "Social networks beside your customers in ERPNext"
app_email = "social-support@localhost"
app_license = "MIT"
required_apps = ["frappe/erpnext"]
export_python_type_annotations = True

after_install = "social_support.setup.install.after_install"
after_migrate = "social_support.setup.install.after_migrate"
before_uninstall = "social_support.setup.uninstall.before_uninstall"

social_support_networks = {
    "mastodon": "social_support.networks.mastodon.Mastodon",
    "x": "social_support.networks.x.X",
    "facebook": "social_support.networks.facebook.Facebook",
}

social_author_erased = ["social_support.handoff.erased.on_author_erased"]
social_interactions_received = ["social_support.replies.elsewhere.on_received"]

scheduler_events = {
    "cron": {
        "* * * * *": [
            "social_support.ingestion.schedule.poll_due_channels",
            "social_support.replies.outbox.resume_unfinished_replies",
        ],
        "*/2 * * * *": ["social_support.ingestion.schedule.free_lost_jobs"],
        "*/5 * * * *": [
            "social_support.conversations.actions.wake_held_conversations",
            "social_support.handoff.issue.notice_resolved_issues",
            "social_support.ingestion.channel_data.resume",
            "social_support.privacy.requests.resume_requests",
        ],
    },
    "hourly": ["social_support.privacy.retention.remove_old_texts"],
    "daily": [
        "social_support.ingestion.probe.probe_channels",
        "social_support.privacy.export.remove_expired_files",
    ],
}

doc_events = {
    "Issue": {
        "validate": "social_support.handoff.issue.keep_requester_unknown",
        "on_update": "social_support.handoff.issue.on_issue_update",
        "on_trash": "social_support.handoff.issue.forget_issue",
    },
    "Customer": {
        "on_update": "social_support.customers.carry.on_customer_update",
        "after_rename": "social_support.customers.carry.on_rename",
        "after_delete": "social_support.customers.carry.on_delete",
    },
    "Contact": {
        "after_rename": "social_support.customers.carry.on_rename",
        "after_delete": "social_support.customers.carry.on_delete",
    },
    "Lead": {
        "after_rename": "social_support.customers.carry.on_rename",
        "after_delete": "social_support.customers.carry.on_delete",
    },
    "Personal Data Deletion Request": {
        "on_update": "social_support.privacy.personal_data.on_deletion_request",
    },
    "Personal Data Download Request": {
        "after_insert": "social_support.privacy.personal_data.on_download_request",
    },
}
standard_queries = {"Social Profile": "social_support.api.search.authors_for_link"}
ignore_links_on_delete = ["Social Profile", "Social Link Suggestion", "Social Link Decision"]

app_include_js = ["social_support.bundle.js"]
app_include_css = ["social_support.bundle.css"]
doctype_js = {
    "Customer": "public/js/customer.js",
    "Lead": "public/js/lead.js",
    "Contact": "public/js/contact.js",
}
additional_timeline_content = {
    "Customer": ["social_support.customers.timeline.milestones"],
    "Lead": ["social_support.customers.timeline.milestones"],
    "Contact": ["social_support.customers.timeline.milestones"],
}
override_doctype_dashboards = {
    "Customer": "social_support.customers.dashboard.add_authors",
    "Lead": "social_support.customers.dashboard.add_authors",
}

default_log_clearing_doctypes = {"Social Sync Log": 30, "Social Payload": 30}
