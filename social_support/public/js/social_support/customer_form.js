import { call, reading } from "./calls.js";
import { CustomerTab } from "./customer_tab.js";
import { button, due_pill, escape } from "./format.js";

const TAB = "social_support_tab";
const FIELD = "social_support_html";

/** On a Customer, Lead or Contact: the headline above the tabs, and the tab, read when opened. */
export async function show_on_form(frm) {
    $(frm.layout.page).find(".social-headline").remove();
    if (frm.is_new() || !frm.fields_dict[FIELD]) return;
    const tab = frm.layout.tabs.find((each) => each.df.fieldname === TAB);
    if (!tab) return;
    prepare_tab(frm, tab);
    await show_headline(frm, tab);
}

function prepare_tab(frm, tab) {
    const social = new CustomerTab({
        wrapper: frm.fields_dict[FIELD].wrapper,
        doctype: frm.doctype,
        party: frm.doc.name,
        on_change: () => show_headline(frm, tab),
    });
    tab.tab_link
        .find(".nav-link")
        .off("shown.bs.tab.social")
        .on("shown.bs.tab.social", () => social.refresh());
    if (tab.is_active()) social.refresh();
}

async function show_headline(frm, tab) {
    const { doctype, name: party } = frm.doc;
    const headline = await reading(() => call("customers.headline", { doctype, party }));
    if (frm.doc.name !== party) return;
    $(frm.layout.page).find(".social-headline").remove();
    tab.tab_link
        .find(".nav-link")
        .text(headline?.open ? `${__("Social")} (${headline.open})` : __("Social"));
    if (headline && (headline.open || headline.negative)) add_headline(frm, tab, headline);
}

function add_headline(frm, tab, headline) {
    const parts = [
        headline.open ? `<b>${escape(open_words(headline.open))}</b>` : "",
        headline.next_due ? due_pill(headline.next_due) : "",
        headline.negative ? `<span>${escape(negative_words(headline))}</span>` : "",
    ];
    const $headline = $(`<div class="social-support social-headline ${
        headline.open ? "social-urgent" : ""
    }"><span class="social-facts">${parts.filter(Boolean).join(" ")}</span>
        ${button(__("Open", null, "Button"), "open-tab")}</div>`);
    $headline.insertBefore($(frm.layout.page).find(".form-tabs-list").first());
    $headline.on("click", "[data-action=open-tab]", () => tab.set_active());
}

function open_words(count) {
    if (count === 1) return __("1 open social conversation");
    return __("{0} open social conversations", [count]);
}

/** Negative ones that nobody has closed; beside open ones a few words say enough. */
function negative_words({ open, negative }) {
    if (open) return __("{0} negative", [negative]);
    if (negative === 1) return __("1 negative social conversation is not closed yet");
    return __("{0} negative social conversations are not closed yet", [negative]);
}
