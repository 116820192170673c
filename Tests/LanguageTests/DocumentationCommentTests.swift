import SuperposeLanguage
import Testing

@Test(arguments: [
  ("", ""),
  ("One line.", "One line."),
  ("A.\n\nB\ngoes on.", "A.\n\nB\ngoes on."),
  (
    "A.\n- Parameter x: The x,\n  and more.\n- Parameter y: The y.",
    "A.\n\n**Parameters:**\n\n- `x`: The x, and more.\n- `y`: The y."
  ),
  (
    "A.\n\n- Parameters:\n  - x: The x.\n  - y: The y,\n    which goes on.\n- Returns: Nothing.",
    "A.\n\n**Parameters:**\n\n- `x`: The x.\n- `y`: The y, which goes on.\n\n**Returns:** Nothing."
  ),
  ("A list:\n- one\n- two: not a callout", "A list:\n- one\n- two: not a callout"),
  ("- Note: First.\n\nThen text.", "**Note:** First.\n\nThen text."),
  (
    "- Complexity: O(*n*), where\n  *n* is the count.",
    "**Complexity:** O(*n*), where *n* is the count."
  ),
  ("See ``Point``.\n```\n- Note: code\n```", "See `Point`.\n```\n- Note: code\n```"),
  ("Indented:\n\n    let a = 1", "Indented:\n\n    let a = 1"),
])
func `a doc comment becomes Markdown that explains itself`(comment: String, markdown: String) {
  #expect(DocumentationComment(comment).markdown == markdown)
}

@Test func `a doc comment becomes plain text without marks`() {
  let comment = "The **bold** `code`.\n- Parameter x: The ``X``.\n- Returns: It."
  #expect(
    DocumentationComment(comment).plainText
      == "The bold code.\n\nParameters:\n  x: The X.\n\nReturns: It.")
}
