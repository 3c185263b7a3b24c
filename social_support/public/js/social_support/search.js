import { call } from "./calls.js";
import { at, escape } from "./format.js";

const AUTHOR = "Social Profile";

/**
 * Lets the Desk's search find authors by the beginning of their handle or name. They are asked for
 * where they stand: an entry for each in the site's search index would be found by everybody.
 */
export function find_authors_too() {
    const utils = frappe.search?.utils;
    const others = utils?.get_global_results;
    if (!others || !frappe.model.can_read(AUTHOR)) return;
    utils.get_global_results = async (keywords, start, limit, doctype = "") => {
        const wanted = !doctype || doctype === AUTHOR;
        const [authors, found] = await Promise.all([
            wanted ? call("search.authors", { text: keywords, start, limit }) : [],
            doctype === AUTHOR ? [] : others.call(utils, keywords, start, limit, doctype),
        ]);
        return authors.length ? [as_results(authors), ...found] : found;
    };
}

function as_results(authors) {
    return {
        title: AUTHOR,
        fetch_type: "Global",
        results: authors.map(({ name, handle, who }) => ({
            label: escape(at(handle)),
            value: escape(at(handle)),
            description: escape(who),
            route: ["Form", AUTHOR, name],
        })),
    };
}
