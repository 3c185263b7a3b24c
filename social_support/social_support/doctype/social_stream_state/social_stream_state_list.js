social_support.format.show_as_written("Social Stream State", [
    "term",
    "cursor_value",
    "last_error",
]);
