import { call, reading } from "./calls.js";
import { escape } from "./format.js";

/** The address that is entered at the network, and whether anything comes there. */
export async function show(frm) {
    frm.toggle_display("push_section", false);
    if (frm.is_new()) return;
    const channel = frm.doc.name;
    const pushes = await reading(() => call("channels.pushes", { channel }));
    if (!pushes || frm.doc.name !== channel) return;
    frm.toggle_display("push_section", true);
    const $area = frm.fields_dict.push_html.$wrapper.addClass("social-support");
    $area.html(`<div class="social-health social-${escape(pushes.level)}">
        <div class="social-said">
            <div>${escape(pushes.sentence)}</div>
            <code>${escape(pushes.address)}</code>
            ${token_html(pushes.verify_token)}
        </div>
        <button class="btn btn-default btn-sm">${__("Copy")}</button>
    </div>`);
    $area.find("button").on("click", () => frappe.utils.copy_to_clipboard(pushes.address));
}

const token_html = (token) =>
    token ? `<div>${__("Verify Token")}: <code>${escape(token)}</code></div>` : "";
