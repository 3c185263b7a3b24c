// What a price list and a currency exchange would fill in ERPNext before the form is saved.
// Both forms load this file; setting a default twice does no harm.
for (const doctype of ["Sales Invoice", "Sales Order"]) {
    frappe.ui.form.on(doctype, {
        onload(frm) {
            if (!frm.is_new()) return;
            frm.set_value({ conversion_rate: 1, plc_conversion_rate: 1 });
            if (frm.doc.company) frm.trigger("company");
        },
        async company(frm) {
            const field = "default_currency";
            const { message } = await frappe.db.get_value("Company", frm.doc.company, field);
            const currency = message.default_currency;
            await frm.set_value({ currency, price_list_currency: currency });
        },
    });
}
