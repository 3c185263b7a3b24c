social_support.format.show_as_written("Social Stream State", [
    "term",
    "cursor_value",
    "back_place",
    "last_error",
]);
