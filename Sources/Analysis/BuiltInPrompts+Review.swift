extension BuiltInPrompts {
    /// The user turn after an earlier report, when a second reading is asked for. The text of `prompts/rev_prompt.txt`.
    package static let review = """
        A colleague asks for a second reading. Look at the image again from the beginning, as if there were no
        report, and only then compare with the report above. Keep what you can see again, correct what you cannot,
        and add what was overlooked. A finding that you cannot see again is left out, not repeated out of
        politeness.

        Write the complete corrected report in the same two sections, FINDINGS: and IMPRESSION:. Do not mention the
        earlier report, do not say what changed, and do not apologise.
        """
}
