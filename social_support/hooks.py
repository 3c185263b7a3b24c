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
after_request = ["social_support.api.doorstep.watch"]

social_support_networks = {
    "bluesky": "social_support.networks.bluesky.Bluesky",
    "mastodon": "social_support.networks.mastodon.Mastodon",
    "x": "social_support.networks.x.X",
    "facebook": "social_support.networks.facebook.Facebook",
    "rss": "social_support.networks.rss.Rss",
    "webhook": "social_support.networks.webhook.Webhook",
}

social_author_erased = ["social_support.handoff.erased.on_author_erased"]
social_posts_changed = ["social_support.ingestion.refresh.look_again"]
social_interactions_received = ["social_support.replies.elsewhere.on_received"]

scheduler_events = {
    "cron": {
        "* * * * *": [
            "social_support.ingestion.schedule.poll_due_channels",
            "social_support.ingestion.push.drain.drain_waiting",
            "social_support.replies.outbox.resume_unfinished_replies",
        ],
        "*/2 * * * *": ["social_support.ingestion.schedule.free_lost_jobs"],
        "*/5 * * * *": [
            "social_support.conversations.actions.wake_held_conversations",
            "social_support.handoff.issue.notice_resolved_issues",
            "social_support.ingestion.channel_data.resume",
            "social_support.privacy.requests.resume_requests",
            "social_support.customers.sweep.keep_up",
        ],
    },
    "hourly": ["social_support.privacy.retention.remove_old_texts"],
    "hourly_long": ["social_support.customers.catch_up.catch_up"],
    "daily": [
        "social_support.ingestion.probe.probe_channels",
        "social_support.ingestion.metrics.keep_metrics",
        "social_support.privacy.export.remove_expired_files",
        "social_support.customers.sweep.begin",
    ],
    "daily_long": ["social_support.customers.influence.recompute"],
}

doc_events = {
    "Issue": {
        "validate": "social_support.handoff.issue.keep_requester_unknown",
        "on_update": "social_support.handoff.issue.on_issue_update",
        "on_trash": "social_support.handoff.issue.forget_issue",
    },
    "Sales Invoice": {
        "on_submit": "social_support.customers.value.note_submitted",
        "on_cancel": "social_support.customers.value.note_cancelled",
    },
    "User": {"on_update": "social_support.triage.agencies.on_user_update"},
    "Customer": {
        "on_update": [
            "social_support.customers.carry.on_customer_update",
            "social_support.customers.party_events.on_update",
        ],
        "before_rename": "social_support.customers.value.before_customer_rename",
        "after_rename": [
            "social_support.customers.carry.on_rename",
            "social_support.customers.party_events.after_rename",
            "social_support.customers.value.after_customer_rename",
        ],
        "on_trash": [
            "social_support.customers.party_events.on_trash",
            "social_support.customers.value.forget_customer",
        ],
        "after_delete": "social_support.customers.carry.on_delete",
    },
    "Contact": {
        "on_update": "social_support.customers.party_events.on_update",
        "after_rename": [
            "social_support.customers.carry.on_rename",
            "social_support.customers.party_events.after_rename",
        ],
        "on_trash": "social_support.customers.party_events.on_trash",
        "after_delete": "social_support.customers.carry.on_delete",
    },
    "Lead": {
        "on_update": "social_support.customers.party_events.on_update",
        "after_rename": [
            "social_support.customers.carry.on_rename",
            "social_support.customers.party_events.after_rename",
        ],
        "on_trash": "social_support.customers.party_events.on_trash",
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
ignore_links_on_delete = [
    "Social Profile",
    "Social Link Suggestion",
    "Social Link Decision",
    "Customer Social Value",
    "Social Value Change",
]

app_include_js = ["social_support.bundle.js"]
app_include_css = ["social_support.bundle.css"]
doctype_js = {
    "Customer": "public/js/customer.js",
    "Issue": "public/js/issue.js",
    "Opportunity": "public/js/opportunity.js",
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

default_log_clearing_doctypes = {
    "Social Sync Log": 30,
    "Social Payload": 30,
    "Social Delivery": 30,
}

permission_query_conditions = {
    "Customer Social Value": "social_support.customers.access.value_conditions",
    "File": "social_support.conversations.permissions.files",
    "Social Channel": "social_support.conversations.permissions.channels",
    "Social Channel Metric": "social_support.conversations.permissions.metrics",
    "Social Conversation": "social_support.conversations.permissions.conversations",
    "Social Interaction": "social_support.conversations.permissions.interactions",
    "Social Interaction Revision": "social_support.conversations.permissions.revisions",
    "Social Link Decision": "social_support.conversations.permissions.decisions",
    "Social Link Suggestion": "social_support.conversations.permissions.suggestions",
    "Social Payload": "social_support.conversations.permissions.payloads",
    "Social Profile": "social_support.conversations.permissions.authors",
    "Social Reply": "social_support.conversations.permissions.replies",
    "Social Stream State": "social_support.conversations.permissions.stream_states",
    "Social Sync Log": "social_support.conversations.permissions.sync_logs",
    "Tag Link": "social_support.conversations.permissions.tag_links",
}
has_permission = {
    "Customer Social Value": "social_support.customers.access.has_value_permission",
    "Social Channel": "social_support.conversations.permissions.has_permission",
    "Social Channel Metric": "social_support.conversations.permissions.has_permission",
    "Social Conversation": "social_support.conversations.permissions.has_permission",
    "Social Interaction": "social_support.conversations.permissions.has_permission",
    "Social Interaction Revision": "social_support.conversations.permissions.has_permission",
    "Social Link Decision": "social_support.conversations.permissions.has_permission",
    "Social Link Suggestion": "social_support.conversations.permissions.has_permission",
    "Social Payload": "social_support.conversations.permissions.has_permission",
    "Social Profile": "social_support.conversations.permissions.has_permission",
    "Social Reply": "social_support.conversations.permissions.has_permission",
    "Social Stream State": "social_support.conversations.permissions.has_permission",
    "Social Sync Log": "social_support.conversations.permissions.has_permission",
    "Tag Link": "social_support.conversations.permissions.tag_link_has_permission",
}

# Frappe answers these without asking for permission: see the module.
override_whitelisted_methods = {
    "frappe.client.get_count": "social_support.api.frappe_calls.get_count",
    "frappe.desk.search.get_link_title": "social_support.api.frappe_calls.get_link_title",
    "frappe.desk.search.search_link": "social_support.api.frappe_calls.search_link",
    "frappe.desk.search.search_widget": "social_support.api.frappe_calls.search_widget",
    "frappe.desk.notifications.get_open_count": "social_support.api.frappe_calls.get_open_count",
    "frappe.desk.listview.get_group_by_count": (
        "social_support.api.frappe_calls.get_group_by_count"
    ),
    "frappe.desk.doctype.tag.tag.get_tagged_docs": (
        "social_support.api.frappe_calls.get_tagged_docs"
    ),
    "frappe.desk.doctype.tag.tag.add_tag": "social_support.api.frappe_calls.add_tag",
    "frappe.desk.doctype.tag.tag.add_tags": "social_support.api.frappe_calls.add_tags",
    "frappe.desk.doctype.tag.tag.remove_tag": "social_support.api.frappe_calls.remove_tag",
    "frappe.desk.form.linked_with.get": "social_support.api.frappe_calls.get_linked",
    "frappe.desk.form.assign_to.add": "social_support.api.frappe_calls.add_assignment",
    "frappe.desk.form.assign_to.add_multiple": "social_support.api.frappe_calls.add_assignments",
    "frappe.desk.form.assign_to.remove": "social_support.api.frappe_calls.remove_assignment",
    "frappe.desk.form.document_follow.follow_document": (
        "social_support.api.frappe_calls.follow_document"
    ),
    "frappe.desk.form.document_follow.update_follow": (
        "social_support.api.frappe_calls.update_follow"
    ),
    "frappe.desk.form.document_follow.get_follow_users": (
        "social_support.api.frappe_calls.get_follow_users"
    ),
    "frappe.desk.like.toggle_like": "social_support.api.frappe_calls.toggle_like",
}
