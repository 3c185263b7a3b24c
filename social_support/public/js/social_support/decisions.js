import { acting, call } from "./calls.js";
import { button } from "./format.js";

const LONG_ENOUGH = 12; // seconds in which one notices a slip

/** What to do after a decision: say so, offer to take it back, and go on with `done`. */
export function decided(words, done) {
    return (result) => {
        if (result?.decision) offer_undo(words, result.decision, done);
        done?.(result);
    };
}

function offer_undo(words, decision, done) {
    frappe.show_alert(
        {
            message: `${words} ${button(__("Undo", null, "Button"), "undo")}`,
            indicator: "green",
        },
        LONG_ENOUGH,
        { undo: () => undo(decision, done) },
    );
}

/** Takes a decision back; the server says why it can't be, if so. */
export function undo(decision, done) {
    return acting(null, async () => {
        await call("customers.undo", { decision });
        frappe.show_alert({ message: __("Undone."), indicator: "blue" });
        await done?.();
    });
}
