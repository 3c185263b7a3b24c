/** The server has refused, and Frappe has shown why: nothing is left to say. */
export class Refused extends Error {}

/** Calls social_support.api.<method>; resolves to its answer, rejects with Refused. */
export function call(method, args = {}, options = {}) {
    return new Promise((resolve, reject) => {
        frappe.call({
            method: `social_support.api.${method}`,
            args,
            ...options,
            callback: (answer) => resolve(answer.message),
            error: () => reject(new Refused(method)),
        });
    });
}

/** Runs `work` with the button switched off, so that a second click does nothing. */
export async function acting(button, work) {
    const $button = $(button).prop("disabled", true);
    try {
        return await work();
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
    } finally {
        $button.prop("disabled", false);
    }
}

/** Reads for display only: a refusal, already shown, leaves what is on the screen. */
export async function reading(work) {
    try {
        return await work();
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
    }
}
