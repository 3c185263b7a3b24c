social_support.format.show_as_written("Social Interaction Revision", ["text"]);

frappe.listview_settings["Social Interaction Revision"] = { hide_name_column: true };
