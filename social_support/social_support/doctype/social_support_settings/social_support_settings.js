frappe.ui.form.on("Social Support Settings", {
    refresh(frm) {
        show_people(frm);
        show_additions(frm);
        if (frappe.user.has_role("System Manager")) {
            frm.add_custom_button(__("Give Roles"), () => give_roles());
            frm.add_custom_button(__("Export Everything"), () => export_everything());
        }
    },
});

const escape = frappe.utils.escape_html;

async function ask(method, args = {}) {
    const type = { give_roles: "POST", export: "POST" }[method] || "GET";
    const answer = await frappe.call({ method: `social_support.api.people.${method}`, args, type });
    return answer.message;
}

async function show_people(frm) {
    const table = await ask("who_can");
    const head = ["", ...table.columns].map((column) => `<th>${escape(column)}</th>`).join("");
    const body = table.rows
        .map(({ label, cells }) => {
            const texts = cells.map((cell) => `<td>${escape(cell) || "–"}</td>`).join("");
            return `<tr><th>${escape(label)}</th>${texts}</tr>`;
        })
        .join("");
    frm.fields_dict.people_html.$wrapper.html(
        `<p class="text-muted">${__(
            "What each role may do on this site. “Give Roles” above gives a person all roles of an agent, an agency or a manager.",
        )}</p>
        <div class="table-responsive"><table class="table table-bordered table-sm">
        <thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`,
    );
}

async function show_additions(frm) {
    const kinds = await ask("additions");
    const html = kinds.map(({ label, items }) => {
        const list = items.length
            ? `<ul>${items.map((item) => `<li>${escape(item)}</li>`).join("")}</ul>`
            : `<p class="text-muted">${__("None")}</p>`;
        return `<h6>${escape(label)}</h6>${list}`;
    });
    frm.fields_dict.about_html.$wrapper.html(html.join(""));
}

async function give_roles() {
    const sets = await ask("role_sets");
    const explained = sets.map(
        ({ label, why, roles }) =>
            `<li><b>${escape(label)}</b>: ${escape(why)} <span class="text-muted">(${escape(
                roles.map((role) => __(role)).join(", "),
            )})</span></li>`,
    );
    const dialog = new frappe.ui.Dialog({
        title: __("Give Roles"),
        fields: [
            {
                fieldname: "users",
                fieldtype: "MultiSelectPills",
                label: __("Users"),
                reqd: 1,
                get_data: (text) => frappe.db.get_link_options("User", text, { enabled: 1 }),
            },
            {
                fieldname: "role_set",
                fieldtype: "Select",
                label: __("They Work As"),
                options: sets.map(({ value, label }) => ({ value, label })),
                default: "agent",
                reqd: 1,
            },
            {
                fieldname: "channels",
                fieldtype: "MultiSelectPills",
                label: __("Channels"),
                description: __("An agency sees these channels and no other."),
                depends_on: "eval:doc.role_set === 'agency'",
                get_data: (text) => frappe.db.get_link_options("Social Channel", text),
            },
            { fieldname: "why", fieldtype: "HTML", options: `<ul>${explained.join("")}</ul>` },
        ],
        primary_action_label: __("Give Roles"),
        async primary_action({ users, role_set, channels }) {
            const chosen = role_set === "agency" ? channels : [];
            const given = await ask("give_roles", { users, role_set, channels: chosen });
            dialog.hide();
            frappe.msgprint({ title: __("Give Roles"), message: in_words(given) });
        },
    });
    dialog.show();
}

function in_words(given) {
    return Object.entries(given)
        .map(([user, roles]) => {
            const got = roles.length
                ? roles.map((role) => __(role)).join(", ")
                : __("had all of them already");
            return `${escape(user)}: ${escape(got)}`;
        })
        .join("<br>");
}

function export_everything() {
    frappe.confirm(
        __("Write all posts, conversations and authors to a file on the server?"),
        async () => {
            const { path } = await ask("export");
            frappe.msgprint(__("The file is being written to {0}", [escape(path)]));
        },
    );
}
