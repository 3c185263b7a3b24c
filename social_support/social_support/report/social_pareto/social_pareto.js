(() => {
    /** Which rows each figure counts: the list, and its filters. */
    const COUNTED = {
        revenue: (row) => [
            "sales-invoice",
            { customer: row.customer, company: row.company, docstatus: 1 },
        ],
        reach: (row) => ["social-profile", { customer: row.customer }],
        authors: (row) => ["social-profile", { customer: row.customer }],
    };

    function address([list, filters]) {
        return `/app/${list}?${new URLSearchParams(filters)}`;
    }

    frappe.query_reports["Social Pareto"] = {
        filters: [
            {
                fieldname: "company",
                label: __("Company"),
                fieldtype: "Link",
                options: "Company",
                default: frappe.defaults.get_user_default("Company"),
            },
            {
                fieldname: "by",
                label: __("Top 20 % By"),
                fieldtype: "Select",
                options: [
                    { value: "Revenue", label: __("Revenue") },
                    { value: "Reach", label: __("Reach") },
                ],
                default: "Revenue",
            },
        ],

        formatter(value, row, column, data, default_formatter) {
            const shown = default_formatter(value, row, column, data);
            const counted = data && COUNTED[column.fieldname];
            return counted ? `<a href="${address(counted(data))}">${shown}</a>` : shown;
        },
    };
})();
