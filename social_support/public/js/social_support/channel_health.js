import { acting, call, reading } from "./calls.js";
import { connect } from "./channel_connect.js";
import {
    copy_confirm,
    stop_reading_back,
    test_connection,
    understand_gap,
} from "./channel_actions.js";
import { escape } from "./format.js";

const LOOK_EVERY = 20000;

/** What a person does about a channel in this state: the label of a button, and what it does. */
const WAYS_OUT = {
    copy: () => [__("This Is the Live Site"), copy_confirm],
    sign_in: sign_in_again,
    ends_soon: sign_in_again,
    stopped: () => [__("Test Connection"), test_connection],
    gap: () => [__("Understood"), understand_gap],
    reading_back: () => [__("Stop Reading Back"), stop_reading_back],
};

/** The health line of a channel's form, with the one thing to do about it. */
export function show(frm, health) {
    frm.social_health = health;
    const $area = frm.fields_dict.health_html.$wrapper.addClass("social-support");
    if (!health) return $area.empty();
    const [label, work] = (frm.perm[0]?.write && WAYS_OUT[health.state]?.(health)) || [];
    $area.html(`<div class="social-health social-${escape(health.level)}">
        <div class="social-said"><div>${escape(health.sentence)}</div>${progress_html(health)}</div>
        ${label ? `<button class="btn btn-default btn-sm">${escape(label)}</button>` : ""}
    </div>`);
    $area.find("button").on("click", (event) => acting(event.currentTarget, () => work(frm)));
}

export async function refresh(frm) {
    if (frm.is_new()) return;
    const channel = frm.doc.name;
    const health = await reading(() => call("channels.health", { channel }));
    if (health && frm.doc.name === channel) show(frm, health);
}

/** Keeps the line of an open form up to date, as long as somebody sees it. */
export function watch(frm) {
    clearInterval(frm.health_timer);
    frm.health_timer = setInterval(() => {
        const seen = cur_frm === frm && document.visibilityState === "visible";
        if (seen && $(frm.wrapper).is(":visible")) refresh(frm);
    }, LOOK_EVERY);
}

function progress_html({ state, back }) {
    if (state !== "reading_back" || !back.at_most) return "";
    const percent = Math.min(Math.round((100 * back.read) / back.at_most), 100);
    return `<div class="progress"><div class="progress-bar" role="progressbar"
        aria-valuenow="${percent}" aria-valuemin="0" aria-valuemax="100"
        style="width: ${percent}%"></div></div>`;
}

function sign_in_again({ connects }) {
    return connects ? [__("Connect Again"), connect] : [__("Enter New Token"), enter_token];
}

function enter_token(frm) {
    frm.scroll_to_field("access_token", true);
    frm.get_field("access_token").$input?.trigger("focus").trigger("select");
}
