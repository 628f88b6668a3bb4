import DICOMNetwork

/// What an archive answered to one query, and whether that was all.
package struct ArchiveAnswers: Sendable, Equatable {
    package var answers: [QueryAnswer]
    /// There are more: the archive ended early, or our own limit was reached.
    package var isCut: Bool
    /// Answers that could not be read.
    package var unreadable: Int

    package init(_ answers: [QueryAnswer] = [], isCut: Bool = false, unreadable: Int = 0) {
        (self.answers, self.isCut, self.unreadable) = (answers, isCut, unreadable)
    }

    var isEmpty: Bool { answers.isEmpty && unreadable == 0 }

    /// As many answers as people set limits to. Some archives end with success there, so it is worth a closer look.
    var looksCut: Bool {
        let count = answers.count
        return count >= 50 && (count % 50 == 0 || count & (count - 1) == 0)
    }
}
