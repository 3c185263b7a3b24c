import * as actions from "./social_support/actions.js";
import * as calls from "./social_support/calls.js";
import * as channel_actions from "./social_support/channel_actions.js";
import * as channel_connect from "./social_support/channel_connect.js";
import * as channel_connection from "./social_support/channel_connection.js";
import * as channel_data from "./social_support/channel_data.js";
import * as channel_health from "./social_support/channel_health.js";
import * as channel_import from "./social_support/channel_import.js";
import * as channel_pushes from "./social_support/channel_pushes.js";
import { show_on_form } from "./social_support/customer_form.js";
import { CustomerCard } from "./social_support/customer_card.js";
import { CustomerTab } from "./social_support/customer_tab.js";
import * as author_form from "./social_support/author_form.js";
import * as decisions from "./social_support/decisions.js";
import * as format from "./social_support/format.js";
import * as linking from "./social_support/linking.js";
import * as post from "./social_support/post.js";
import * as privacy from "./social_support/privacy.js";
import { ReplyDialog } from "./social_support/reply_dialog.js";
import { find_authors_too } from "./social_support/search.js";
import { show_last_post } from "./social_support/last_post.js";
import { SocialThread } from "./social_support/thread.js";
import { Worklist } from "./social_support/worklist.js";

frappe.provide("social_support");

Object.assign(window.social_support, {
    actions,
    calls,
    channel: {
        actions: channel_actions,
        connect: channel_connect,
        connection: channel_connection,
        csv_import: channel_import,
        data: channel_data,
        health: channel_health,
        pushes: channel_pushes,
    },
    author_form,
    decisions,
    format,
    linking,
    post,
    privacy,
    show_on_form,
    CustomerCard,
    CustomerTab,
    show_last_post,
    ReplyDialog,
    SocialThread,
    Worklist,
});

$(document).on("app_ready", find_authors_too);
