const LOOK_EVERY = 20000;

frappe.ui.form.on("Social Channel", {
    setup(frm) {
        frm.health_timer = setInterval(() => refresh_health_when_seen(frm), LOOK_EVERY);
    },

    refresh(frm) {
        fill_networks(frm);
        describe_network(frm);
        warn_about_mode(frm);
        show_health(frm, frm.doc.__onload?.health);
        if (!frm.is_new()) add_buttons(frm);
    },

    network: (frm) => describe_network(frm),
    mode: (frm) => warn_about_mode(frm),
});

const call = (...args) => social_support.calls.call(...args);
const reading = (work) => social_support.calls.reading(work);
const acting = (work) => social_support.calls.acting(null, work);
const escape = (text) => social_support.format.escape(text);

// --- what the network needs -------------------------------------------------------------------

async function fill_networks(frm) {
    const networks = await reading(() => call("channels.networks"));
    if (!networks) return;
    const labels = Object.fromEntries(networks.map(({ value, label }) => [value, label]));
    frm.set_df_property("network", "formatter", (value) => escape(labels[value] || value));
    frm.set_df_property("network", "options", [{ value: "", label: "" }, ...networks]);
    if (frm.is_new() && !frm.doc.network && networks.length === 1)
        frm.set_value("network", networks[0].value);
}

async function describe_network(frm) {
    const help = frm.fields_dict.connection_help.$wrapper.addClass("social-support social-help");
    if (!frm.doc.network) return help.empty();
    const needs = await reading(() => call("channels.streams", { network: frm.doc.network }));
    if (!needs) return;
    help.html(connection_help_html(needs));
    frm.fields_dict.listens_to.grid.update_docfield_property("stream", "options", needs.streams);
    frm.fields_dict.listens_to.grid.refresh();
}

function connection_help_html(needs) {
    const fields = needs.fields.map(
        (field) => `<dt>${escape(__(field.label))}</dt><dd>${escape(__(field.help))}</dd>`,
    );
    return `<dl>${fields.join("")}</dl>`;
}

function warn_about_mode(frm) {
    const words = {
        Off: __("Nothing is read and nothing is sent."),
        "Listen Only": __("Posts are read. Nothing is ever written on the network."),
        "Listen and Reply": __(
            "Agents answer in the company's name. What they send in public, everyone can read.",
        ),
    };
    const colour = frm.doc.mode === "Listen and Reply" ? "social-caution" : "";
    frm.set_df_property(
        "mode",
        "description",
        `<span class="${colour}">${words[frm.doc.mode] || ""}</span>`,
    );
}

// --- health -----------------------------------------------------------------------------------

function show_health(frm, health) {
    const $area = frm.fields_dict.health_html.$wrapper.addClass("social-support");
    if (!health) return $area.empty();
    $area.html(
        `<div class="social-health social-${escape(health.level)}">${escape(health.sentence)}</div>`,
    );
}

async function refresh_health(frm) {
    if (frm.is_new()) return;
    const channel = frm.doc.name;
    const health = await reading(() => call("channels.health", { channel }));
    if (health && frm.doc.name === channel) show_health(frm, health);
}

function refresh_health_when_seen(frm) {
    if (cur_frm === frm && document.visibilityState === "visible" && $(frm.wrapper).is(":visible"))
        refresh_health(frm);
}

// --- buttons ----------------------------------------------------------------------------------

function add_buttons(frm) {
    if (frm.perm[0]?.write) {
        frm.add_custom_button(__("Test Connection"), () => test_connection(frm));
        frm.add_custom_button(__("Read Now"), () => read_now(frm));
    }
    if (frappe.user.has_role(["Social Agent", "Social Manager"]))
        frm.add_custom_button(__("Add Post"), () => add_post(frm));
    add_view(frm, __("Conversations"), "Social Conversation");
    add_view(frm, __("Sync Log"), "Social Sync Log");
}

function add_view(frm, label, doctype) {
    const show = () => frappe.set_route("List", doctype, { channel: frm.doc.name });
    frm.add_custom_button(label, show, __("View"));
}

async function saved(frm) {
    if (frm.is_dirty()) await frm.save();
}

function test_connection(frm) {
    return acting(async () => {
        await saved(frm);
        const result = await call(
            "channels.test_connection",
            { channel: frm.doc.name },
            { freeze: true, freeze_message: __("Asking the network…") },
        );
        frappe.msgprint({
            title: result.ok ? __("Connected") : __("Not Connected"),
            indicator: result.ok ? "green" : "red",
            message: escape(result.message),
        });
        frm.reload_doc();
    });
}

function read_now(frm) {
    return acting(async () => {
        await saved(frm);
        const result = await call(
            "channels.read_now",
            { channel: frm.doc.name },
            { freeze: true, freeze_message: __("Reading…") },
        );
        frappe.msgprint({
            title: __("Read Now"),
            indicator: result.ok === false ? "red" : "green",
            message: escape(result.message),
        });
        refresh_health(frm);
    });
}

function add_post(frm) {
    social_support.actions.ask({
        title: __("Add Post"),
        fields: [
            {
                fieldname: "link",
                fieldtype: "Data",
                label: __("Link to the Post"),
                reqd: 1,
                description: __("As your browser shows it on the network."),
            },
            { fieldname: "author", fieldtype: "Data", label: __("Author's Handle"), reqd: 1 },
            { fieldname: "text", fieldtype: "Small Text", label: __("Text"), reqd: 1 },
            { fieldname: "posted_on", fieldtype: "Datetime", label: __("Posted On") },
        ],
        action: __("Add Post"),
        work: (values) => call("channels.add_post", { channel: frm.doc.name, ...values }),
        done: (conversation) => frappe.set_route("Form", "Social Conversation", conversation),
    });
}
