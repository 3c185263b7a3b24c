import { acting, call, reading } from "./calls.js";
import { escape } from "./format.js";

const LOOK_EVERY = 1000;

/** Posts from a CSV file: choose it, see what its rows become, import what is right. */
export function upload(frm) {
    new frappe.ui.FileUploader({
        dialog_title: __("Import Posts"),
        allow_multiple: false,
        restrictions: { allowed_file_types: [".csv", ".txt"] },
        on_success: (file) => look(frm, file),
    });
}

async function look(frm, file) {
    const seen = await reading(() => ask_for_preview(frm, file));
    if (!seen) return;
    const dialog = new frappe.ui.Dialog({
        title: __("Import {0}", [file.file_name]),
        size: "extra-large",
        fields: [...mapping_fields(seen), { fieldtype: "Section Break" }, rows_field()],
        primary_action_label: __("Import"),
        primary_action: () =>
            acting(dialog.get_primary_btn(), () => start(frm, file, dialog, places(dialog, seen))),
    });
    for (const { name } of seen.columns)
        dialog.fields_dict[name].df.onchange = () => again(frm, file, dialog, seen);
    dialog.$body.addClass("social-support");
    show(dialog, seen);
    dialog.show();
}

const ask_for_preview = (frm, file, mapping) =>
    call(
        "imports.preview",
        {
            channel: frm.doc.name,
            file: file.name,
            ...(mapping ? { mapping: JSON.stringify(mapping) } : {}),
        },
        { freeze: !mapping, freeze_message: __("Reading…") },
    );

async function again(frm, file, dialog, seen) {
    const mapping = places(dialog, seen);
    const answer = await reading(() => ask_for_preview(frm, file, mapping));
    // Somebody may have chosen another column meanwhile.
    if (answer && JSON.stringify(mapping) === JSON.stringify(places(dialog, seen)))
        show(dialog, answer);
}

/** One choice for each kind of column: which one of the file holds it. */
function mapping_fields({ columns, heading, mapping }) {
    const options = [
        { value: "", label: "" },
        ...heading.map((cell, place) => ({
            value: String(place),
            label: cell || __("Column {0}", [place + 1]),
        })),
    ];
    return columns.flatMap(({ name, label, required }, number) => [
        ...(number && number % 3 === 0 ? [{ fieldtype: "Section Break", hide_border: 1 }] : []),
        ...(number % 3 ? [{ fieldtype: "Column Break" }] : []),
        {
            fieldname: name,
            fieldtype: "Select",
            label,
            options,
            reqd: required,
            default: name in mapping ? String(mapping[name]) : "",
        },
    ]);
}

const rows_field = () => ({ fieldname: "rows", fieldtype: "HTML" });

function places(dialog, { columns }) {
    const chosen = columns.map(({ name }) => [name, dialog.get_value(name)]);
    return Object.fromEntries(
        chosen.filter(([, place]) => place).map(([name, place]) => [name, Number(place)]),
    );
}

function show(dialog, seen) {
    const will = seen.valid - seen.known;
    dialog.fields_dict.rows.$wrapper.html(
        seen.missing ? `<p class="social-refusal">${escape(seen.missing)}</p>` : seen_html(seen),
    );
    dialog.get_primary_btn().text(will ? __("Import {0} Posts", [will]) : __("Import"));
    dialog.get_primary_btn().toggle(Boolean(will));
}

function seen_html({ total, valid, known, wrong, encoding, rows }) {
    const words = [
        __("{0} rows ({1}): {2} will be stored.", [total, encoding, valid - known]),
        known ? __("{0} are known already.", [known]) : "",
        wrong ? __("{0} can't be used; you get them back as a file.", [wrong]) : "",
    ];
    return `<p>${words.filter(Boolean).map(escape).join(" ")}</p>
        <table class="table table-bordered social-import"><thead><tr>
            <th>${__("Line")}</th><th>${__("Posted On")}</th><th>${__("Author")}</th>
            <th>${__("Text")}</th><th>${__("Becomes")}</th>
        </tr></thead><tbody>${rows.map(row_html).join("")}</tbody></table>`;
}

function row_html(row) {
    if (row.error)
        return `<tr><td>${row.line}</td><td colspan="3" class="text-muted">${escape(row.text)}</td>
            <td class="social-refusal">${escape(row.error)}</td></tr>`;
    const becomes = row.known ? __("Known already") : `${row.kind} · ${row.visibility}`;
    return `<tr><td>${row.line}</td><td>${escape(row.posted_on)}</td><td>${escape(row.author)}</td>
        <td>${escape(row.text)}</td><td>${escape(becomes)}</td></tr>`;
}

async function start(frm, file, dialog, mapping) {
    const token = await call("imports.start", {
        channel: frm.doc.name,
        file: file.name,
        mapping: JSON.stringify(mapping),
    });
    dialog.hide();
    await follow(frm, token);
}

/** How far it is, above the form, until it ends. It goes on without whoever looks. */
async function follow(frm, token) {
    const title = __("Importing posts");
    let state = await reading(() => call("imports.progress", { token }));
    while (state?.state === "Running" && cur_frm === frm) {
        const percent = state.total ? Math.round((100 * state.done) / state.total) : 0;
        const words = __("{0} of {1} rows. You can leave this page.", [state.done, state.total]);
        frm.dashboard.show_progress(title, Math.max(percent, 1), words);
        await new Promise((done) => setTimeout(done, LOOK_EVERY));
        state = await reading(() => call("imports.progress", { token }));
    }
    frm.dashboard.hide_progress();
    if (state && cur_frm === frm) tell(frm, state);
}

function tell(frm, { state, stored, known, errors, errors_file }) {
    if (state !== "Done") {
        frappe.msgprint({
            title: __("Import Stopped"),
            indicator: "red",
            message: __(
                "Something unexpected happened. Import the same file again: what is stored stays, and nothing comes twice.",
            ),
        });
        return;
    }
    const words = __("Posts stored: {0}. Known before: {1}. Rows left out: {2}.", [
        stored,
        known,
        errors,
    ]);
    const file = errors_file
        ? `<p><a href="${encodeURI(errors_file)}">${__(
              "Download the rows that were left out, with the reason of each",
          )}</a></p>`
        : "";
    frappe.msgprint({
        title: __("Import Done"),
        indicator: errors ? "orange" : "green",
        message: `<p>${words}</p>${file}`,
    });
    frm.reload_doc();
}
