frappe.pages["possible-matches"].on_page_load = (wrapper) => {
    wrapper.worklist = new social_support.Worklist(wrapper);
};

frappe.pages["possible-matches"].on_page_show = (wrapper) => wrapper.worklist.open();
