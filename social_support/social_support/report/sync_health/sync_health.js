(() => {
    const LEVELS = { ok: "green", busy: "blue", warn: "orange", error: "red", off: "gray" };
    const from = (moment) => [">=", moment];

    /** Which rows each figure counts: the list, and its filters. */
    const COUNTED = {
        posts_an_hour: (row) => ["social-interaction", posts(row, row.counted_from)],
        half_within: (row) => ["social-interaction", posts(row, row.lag_from)],
        nearly_all_within: (row) => ["social-interaction", posts(row, row.lag_from)],
        errors: (row) => [
            "social-sync-log",
            { channel: row.channel, status: "Failed", creation: from(row.counted_from) },
        ],
        set_aside: (row) => ["social-sync-log", { channel: row.channel, status: "Set Aside" }],
        reads: (row) => ["social-stream-state", { channel: row.channel, stream: "By Hand" }],
        gap: (row) => [
            "social-stream-state",
            { channel: row.channel, gap_since_utc: ["is", "set"] },
        ],
        last_success: (row) => ["social-stream-state", { channel: row.channel, active: 1 }],
        last_error_at: (row) => ["social-stream-state", { channel: row.channel, active: 1 }],
    };

    function posts(row, since) {
        return {
            channel: row.channel,
            direction: "Incoming",
            added_by_hand: 0,
            posted_on: from(since),
        };
    }

    function address([list, filters]) {
        const query = Object.entries(filters).map(([field, value]) => {
            const told = Array.isArray(value) ? JSON.stringify(value) : value;
            return `${field}=${encodeURIComponent(told)}`;
        });
        return `/app/${list}?${query.join("&")}`;
    }

    frappe.query_reports["Sync Health"] = {
        filters: [],

        formatter(value, row, column, data, default_formatter) {
            const { escape } = social_support.format;
            const field = column.fieldname;
            if (!data) return default_formatter(value, row, column, data);
            if (field === "channel")
                return `<a href="/app/social-channel/${encodeURIComponent(value)}">${escape(
                    data.channel_name,
                )}</a>`;
            if (field === "state")
                return `<span class="indicator-pill ${LEVELS[data.level]}">${escape(value)}</span>`;
            if (["sentence", "last_error"].includes(field))
                return `<span title="${escape(value || "")}">${escape(value || "")}</span>`;
            // Nothing measured is not nought.
            if ([null, undefined, ""].includes(data[field])) return "";
            const shown = default_formatter(value, row, column, data);
            const counted = COUNTED[field];
            return counted ? `<a href="${address(counted(data))}">${shown}</a>` : shown;
        },

        /** What the figures mean is read after them. */
        after_datatable_render() {
            const { $status, $report } = frappe.query_report;
            $status.addClass("social-support social-notes").insertAfter($report);
        },
    };
})();
