import { call, reading } from "./calls.js";
import { escape } from "./format.js";

/** What some networks need to let us in, and others do not. */
const FIELDS = [
    "account_name",
    "server_url",
    "access_token",
    "access_token_secret",
    "app_key",
    "app_secret",
    "client_id",
    "client_secret",
];
const ASK_COST_AFTER = 400;

export async function fill_networks(frm) {
    const networks = await reading(() => call("channels.networks"));
    if (!networks) return;
    const labels = Object.fromEntries(networks.map(({ value, label }) => [value, label]));
    frm.set_df_property("network", "formatter", (value) => escape(labels[value] || value));
    frm.set_df_property("network", "options", [{ value: "", label: "" }, ...networks]);
    if (frm.is_new() && !frm.doc.network && networks.length === 1)
        frm.set_value("network", networks[0].value);
}

/** Shows the fields that this network needs, under its own names, and what it can be asked for. */
export async function describe_network(frm) {
    const network = frm.doc.network;
    const needs = network && (await reading(() => call("channels.streams", { network })));
    if (network !== frm.doc.network) return;
    frm.social_priced = needs?.priced;
    show_fields(frm, needs?.fields || []);
    frm.toggle_display("read_budget", Boolean(needs?.priced || frm.doc.read_budget));
    if (!needs) return;
    say_kept_for(frm);
    frm.toggle_display("listening_section", Boolean(needs.streams.length));
    if (frm.is_new() && frm.social_suggested !== network) suggest(frm, needs);
    frm.social_suggested = network;
    const grid = frm.fields_dict.listens_to.grid;
    grid.update_docfield_property("stream", "options", needs.streams);
    grid.refresh();
    show_cost(frm);
}

/** What a new channel on this network begins with, where nobody has chosen anything else. */
function suggest(frm, { priced, usual_budget, streams }) {
    const { read_budget } = frm.doc;
    if (priced && !read_budget) frm.set_value("read_budget", usual_budget);
    if (!priced && read_budget === usual_budget) frm.set_value("read_budget", 0);
    const known = (frm.doc.listens_to || []).filter(({ stream }) => streams.includes(stream));
    const rows = known.length ? known : streams.filter(needs_no_word).map((stream) => ({ stream }));
    frm.set_value(
        "listens_to",
        rows.map(({ stream, term }) => ({ stream, term })),
    );
}

const needs_no_word = (stream) => stream !== "Keyword";

function show_fields(frm, needed) {
    for (const fieldname of FIELDS) {
        const field = needed.find(({ name }) => name === fieldname);
        // What Connect brings is entered by whoever asks for that alone.
        const is_shown = field && (!field.granted || frm.social_by_hand === frm.doc.name);
        frm.toggle_display(fieldname, Boolean(is_shown));
        if (!is_shown) continue;
        frm.set_df_property(fieldname, "label", __(field.label));
        frm.set_df_property(fieldname, "description", escape(__(field.help)));
    }
}

/** Says what reading costs a day with the settings as they stand in the form, saved or not. */
export const show_cost = frappe.utils.debounce(async (frm) => {
    const { network, poll_interval, read_budget, listens_to } = frm.doc;
    if (!network || !frm.social_priced) return;
    const cost = await reading(() =>
        call("channels.cost", {
            network,
            poll_interval,
            read_budget,
            streams: JSON.stringify((listens_to || []).map((row) => row.stream)),
            ...(frm.is_new() ? {} : { channel: frm.doc.name }),
        }),
    );
    if (network !== frm.doc.network || !cost) return;
    const html = `<div class="social-cost">${escape(cost)}</div>`;
    frm.set_df_property("read_budget", "description", `${html}${escape(BUDGET_HELP())}`);
}, ASK_COST_AFTER);

const BUDGET_HELP = () =>
    __(
        "How many posts and profiles may be read a day, from midnight to midnight UTC. Reading goes on the next day. 0: no limit.",
    );

/** How long texts are kept with the settings as they stand in the form. */
export const say_kept_for = frappe.utils.debounce(async (frm) => {
    const { network, keep_texts_days } = frm.doc;
    if (!network) return;
    const words = await reading(() => call("privacy.kept_for", { network, keep_texts_days }));
    if (network !== frm.doc.network || !words) return;
    const html = `<b>${escape(words)}</b><br>${escape(KEPT_HELP())}`;
    frm.set_df_property("keep_texts_days", "description", html);
}, ASK_COST_AFTER);

const KEPT_HELP = () =>
    __(
        "Afterwards texts and the network's own answers are removed, and dates and figures stay. 0: as the settings say.",
    );

export function warn_about_mode(frm) {
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
