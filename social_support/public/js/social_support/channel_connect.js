import { ask } from "./actions.js";
import { acting, call, reading } from "./calls.js";
import { describe_network } from "./channel_connection.js";
import { escape } from "./format.js";

/** Connecting by consent at the network: what one needs before, the button, and how it went. */
export async function show(frm) {
    frm.toggle_display("connect_html", false);
    const { network, name } = frm.doc;
    if (!network || !frm.perm[0]?.write) return;
    const saved = frm.is_new() ? {} : { channel: name };
    const standing = await reading(() => call("connect.standing", { network, ...saved }));
    if (frm.doc.name !== name || frm.doc.network !== network) return;
    frm.toggle_display("connect_html", Boolean(standing));
    if (!standing) return;
    draw(frm, standing);
    if (standing.news) tell(standing.news);
    if (standing.choices.length) choose(frm, standing.choices);
}

/** Goes to the network to ask for consent; it leads back to this form. */
export function connect(frm) {
    return acting(null, async () => {
        if (frm.is_dirty()) await frm.save();
        window.location.href = await call(
            "connect.begin",
            { channel: frm.doc.name },
            { freeze: true, freeze_message: __("Asking the network…") },
        );
    });
}

function draw(frm, standing) {
    const { connected } = standing;
    const $area = frm.fields_dict.connect_html.$wrapper.addClass("social-support");
    $area.html(`<div class="social-connect">
        ${connected ? connected_html(frm) : before_html(standing)}
        ${standing.registers_us ? "" : callback_html(standing.callback)}
        ${cautions(standing)
            .map((words) => `<p class="social-refusal">${words}</p>`)
            .join("")}
        <div class="social-connect-ways">
            <button class="btn btn-sm ${connected ? "btn-default" : "btn-primary"}" data-way="connect">
                ${connected ? __("Connect Again") : __("Connect")}</button>
            ${connected ? `<button class="btn btn-default btn-sm" data-way="disconnect">${__("Disconnect")}</button>` : ""}
            <button class="btn btn-link btn-sm" data-way="by_hand">${__("Enter Tokens by Hand")}</button>
        </div>
    </div>`);
    const ways = { connect, disconnect, by_hand: show_tokens };
    $area.find("[data-way]").on("click", ({ currentTarget }) => {
        ways[currentTarget.dataset.way](frm);
    });
    $area.find("[data-copy]").on("click", () => {
        frappe.utils.copy_to_clipboard(standing.callback);
    });
}

const connected_html = ({ doc }) =>
    doc.handle
        ? `<p>${__("Connected as {0}.", [`<b>@${escape(doc.handle)}</b>`])}</p>`
        : `<p>${__("Connected.")}</p>`;

function before_html({ before, reviewed }) {
    const needs = before.map((sentence) => `<li>${escape(sentence)}</li>`).join("");
    return `<p><b>${__("Before you connect you need")}</b></p><ul>${needs}</ul>
        ${reviewed.length ? `<p>${__("Permissions: {0}", [escape(reviewed.join(", "))])}</p>` : ""}`;
}

const callback_html = (callback) =>
    `<p>${__("Callback Address")}
        <button class="btn btn-default btn-xs" data-copy>${__("Copy")}</button><br>
        <code>${escape(callback)}</code></p>`;

/** What keeps the browser from coming back, or from being known when it does. */
function cautions({ callback, wants_https }) {
    const { origin, hostname } = new URL(callback);
    return [
        wants_https &&
            __(
                "The network sends nobody back to an address without https. Have the site served with HTTPS, and its host name set.",
            ),
        hostname !== window.location.hostname &&
            __("The network leads back to {0}: log in there, and connect there.", [escape(origin)]),
    ].filter(Boolean);
}

function tell({ ok, message }) {
    frappe.msgprint({
        title: ok ? __("Connected") : __("Not Connected"),
        indicator: ok ? "green" : "red",
        message: escape(message),
    });
}

function choose(frm, accounts) {
    ask({
        title: __("Which Account?"),
        fields: [
            {
                fieldname: "account",
                fieldtype: "Select",
                label: __("Account at the Network"),
                options: accounts,
                default: accounts[0].value,
                reqd: 1,
            },
        ],
        action: __("Connect"),
        work: ({ account }) => call("connect.choose", { channel: frm.doc.name, account }),
        done: (message) => {
            tell({ ok: true, message });
            frm.reload_doc();
        },
    });
}

function disconnect(frm) {
    frappe.confirm(
        `<p>${__("Disconnect {0}? It is switched off, and its tokens are forgotten.", [
            escape(frm.doc.channel_name),
        ])}</p><p class="text-muted">${__(
            "Where the network lets us, they are ended there too, also for other programs that use them. What was read stays, and you can connect the same account again.",
        )}</p>`,
        () =>
            acting(null, async () => {
                if (frm.is_dirty()) await frm.save();
                const message = await call("connect.disconnect", { channel: frm.doc.name });
                frappe.msgprint({ title: __("Disconnected"), message: escape(message) });
                frm.reload_doc();
            }),
    );
}

function show_tokens(frm) {
    frm.social_by_hand = frm.doc.name;
    describe_network(frm);
}
