// What ERPNext fills in before a form may be saved. The server computes every figure again.
// Both forms load this file; doing the same twice does no harm.
for (const doctype of ["Sales Invoice", "Sales Order"]) {
    frappe.ui.form.on(doctype, {
        onload(frm) {
            if (!frm.is_new()) return;
            frm.set_value({ conversion_rate: 1, plc_conversion_rate: 1 });
            if (frm.doc.company) frm.trigger("company");
        },
        async company(frm) {
            const currency = frappe.model.get_value(
                ":Company",
                frm.doc.company,
                "default_currency",
            );
            await frm.set_value({ currency, price_list_currency: currency });
        },
        validate(frm) {
            const rate_of_exchange = flt(frm.doc.conversion_rate) || 1;
            for (const row of frm.doc.items || []) {
                row.conversion_factor = flt(row.conversion_factor) || 1;
                row.amount = flt(row.rate) * flt(row.qty);
                row.base_rate = flt(row.rate) * rate_of_exchange;
                row.base_amount = row.amount * rate_of_exchange;
            }
            frm.doc.grand_total = (frm.doc.items || []).reduce((sum, row) => sum + row.amount, 0);
            frm.doc.base_grand_total = frm.doc.grand_total * rate_of_exchange;
            frm.doc.base_net_total = frm.doc.base_grand_total;
        },
    });

    frappe.ui.form.on(`${doctype} Item`, {
        async item_code(frm, cdt, cdn) {
            const { item_code, qty } = locals[cdt][cdn];
            if (!item_code) return;
            const fields = ["item_name", "description", "standard_rate"];
            const { message: item } = await frappe.db.get_value("Item", item_code, fields);
            const { item_name, description, standard_rate: rate } = item;
            frappe.model.set_value(cdt, cdn, { item_name, description, rate, qty: qty || 1 });
        },
    });
}
