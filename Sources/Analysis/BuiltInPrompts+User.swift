extension BuiltInPrompts {
    /// The user turn: `{question}`, `{anatomy}` and `{subject}` are filled in. The text of `prompts/usr_prompt.txt`.
    package static let user = """
        Describe the findings of this {anatomy} radiograph. Patient: {subject}. {question}
        """
}
