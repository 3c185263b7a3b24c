import { ask } from "./actions.js";
import { call, reading } from "./calls.js";
import { decided } from "./decisions.js";
import { desk_link } from "./format.js";
import { REASON_FIELDS } from "./linking.js";

const TITLES = { Lead: () => __("New Lead"), Contact: () => __("New Contact") };

/** Asks for a new Lead or Contact, filled with what the author told, and links the author to it. */
export async function make_party(profile, doctype, done) {
    const told = await reading(() => call("customers.new_party", { profile, doctype }));
    if (!told) return;
    return ask({
        title: TITLES[doctype](),
        fields: fields_for(doctype, told),
        action: __("Create"),
        work: (values) =>
            call("customers.create_party", { profile, doctype, values: JSON.stringify(values) }),
        done: (made) => {
            const words = __("{0} was created and linked.", [desk_link(doctype, made.name)]);
            decided(words, done)(made);
        },
    });
}

function fields_for(doctype, told) {
    const of_contact = [
        {
            fieldname: "customer",
            fieldtype: "Link",
            options: "Customer",
            label: __("Of the Customer"),
            only_select: 1,
        },
    ];
    return [
        text("first_name", __("First Name"), told, { reqd: 1 }),
        text("last_name", __("Last Name"), told),
        text("company_name", __("Company Name"), told),
        { fieldtype: "Column Break" },
        text("email", __("E-mail"), told, { options: "Email" }),
        text("phone", __("Phone"), told, { options: "Phone" }),
        ...(doctype === "Lead" ? [text("website", __("Website"), told)] : of_contact),
        { fieldtype: "Section Break" },
        { ...REASON_FIELDS[0], default: told.basis },
    ];
}

function text(fieldname, label, told, more = {}) {
    return { fieldname, fieldtype: "Data", label, default: told[fieldname], ...more };
}
