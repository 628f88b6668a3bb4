import Radiology

/// A page of the list, from a selection.
extension ExamColumns {
    /// Exams and where the next page begins.
    struct Leaf {
        var uids: [PackedUID] = []
        var total = 0
        var next: ExamCursor?
    }

    /// - Parameter start: how many exams come before the page.
    func leaf(_ marks: [UInt8], _ order: ExamOrder, skipping start: Int, size: Int) -> Leaf {
        let ranks = Self.ranks(order)
        let totals = totals(marks, order, ranks)
        var leaf = Leaf(total: totals.reduce(0, +))
        guard start >= 0, start < leaf.total else { return leaf }
        var before = 0
        for (rank, total) in totals.enumerated() where leaf.uids.count < size {
            if before + total > start {
                let skipped = max(0, start - before)
                collect(marks, order, ranks, UInt8(rank), from: oldestFirst.count, skipping: skipped, size, &leaf)
            }
            before += total
        }
        if start + leaf.uids.count >= leaf.total { leaf.next = nil }
        return leaf
    }

    func leaf(_ marks: [UInt8], after cursor: ExamCursor, size: Int) -> Leaf {
        let ranks = Self.ranks(cursor.order)
        let totals = totals(marks, cursor.order, ranks)
        var leaf = Leaf(total: totals.reduce(0, +))
        let place = position(olderThan: cursor.created, cursor.uid)
        for (rank, total) in totals.enumerated() where rank >= cursor.rank && total > 0 && leaf.uids.count <= size {
            let start = rank == cursor.rank ? place : oldestFirst.count
            // One more than asked for tells whether a page follows.
            collect(marks, cursor.order, ranks, UInt8(rank), from: start, skipping: 0, size + 1, &leaf)
        }
        if leaf.uids.count <= size {
            leaf.next = nil
        } else {
            leaf.uids.removeLast()
            leaf.next = leaf.uids.last.flatMap { cursorBehind($0, cursor.order, ranks) }
        }
        return leaf
    }

    /// Walks the list from a place on, towards the older ones, until the leaf holds `size` exams.
    private func collect(
        _ marks: [UInt8], _ order: ExamOrder, _ ranks: [UInt8], _ rank: UInt8, from start: Int, skipping: Int,
        _ size: Int, _ leaf: inout Leaf
    ) {
        var toSkip = skipping
        var index = start
        while index > 0, leaf.uids.count < size {
            index -= 1
            let place = Int(oldestFirst[index])
            if marks[place] == 0 || (order != .newest && ranks[Int(verdicts[place])] != rank) { continue }
            if toSkip > 0 {
                toSkip -= 1
            } else {
                leaf.uids.append(uids[place])
                leaf.next = ExamCursor(order: order, rank: Int(rank), created: created[place], uid: uids[place])
            }
        }
    }

    private func cursorBehind(_ uid: PackedUID, _ order: ExamOrder, _ ranks: [UInt8]) -> ExamCursor? {
        place(of: uid).map { place in
            ExamCursor(order: order, rank: Int(ranks[Int(verdicts[place])]), created: created[place], uid: uid)
        }
    }

    private func totals(_ marks: [UInt8], _ order: ExamOrder, _ ranks: [UInt8]) -> [Int] {
        var totals = [Int](repeating: 0, count: Int(ranks.max() ?? 0) + 1)
        if order == .newest {
            totals[0] = marks.reduce(0) { $0 + Int($1) }
        } else {
            for place in marks.indices { totals[Int(ranks[Int(verdicts[place])])] += Int(marks[place]) }
        }
        return totals
    }

    /// By `VerdictCode`: the exams of rank 0 come first.
    private static func ranks(_ order: ExamOrder) -> [UInt8] {
        VerdictCode.table { verdict in
            switch order {
            case .newest: 0
            case .severity: UInt8(verdict.ai.map { 10 - $0.score } ?? 11)
            case .disagreement: UInt8(verdict.difference.map { 10 - abs($0) } ?? 11)
            }
        }
    }

    /// Every selected exam, in the order of the list.
    func all(_ marks: [UInt8]) -> [SOPInstanceUID] {
        oldestFirst.reversed().compactMap { marks[Int($0)] == 0 ? nil : uids[Int($0)].uid }
    }
}
