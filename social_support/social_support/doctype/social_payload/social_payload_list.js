social_support.format.show_as_written("Social Payload", ["payload"]);
