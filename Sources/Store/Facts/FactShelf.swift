import Radiology

/// Which blob an exam's fact lies in: that of its day, or, for an exam whose time does not begin with a day, one of some
/// hundred, so that no blob ever holds the undated of a whole archive. SQL and Swift say the same.
enum FactShelf {
    /// Blobs of the undated: a prime, so that numbers with a stride spread over all of them.
    static let undated: Int32 = 251

    /// - Returns: `YYYYMMDD`, or a number below `undated`.
    static func number(created: String?, uid: String) -> Int32 {
        FactTable.day(of: created).map(number) ?? remainder(uid)
    }

    static func number(_ day: CalendarDay) -> Int32 { Int32(day.year * 10_000 + day.month * 100 + day.day) }

    /// As `fact_days` calls it: `2026-03-02`, or `#017`, which is before all days.
    static func name(_ number: Int32) -> String {
        if number < undated {
            let digits = String(number)
            return "#" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        }
        let number = Int(number)
        return CalendarDay(year: number / 10_000, month: number / 100 % 100, day: number % 100)?.description ?? ""
    }

    /// `nil` for what is no name of ours.
    static func number(named name: String) -> Int32? {
        if let day = CalendarDay(name) { return day.description == name ? number(day) : nil }
        guard name.hasPrefix("#"), let number = Int32(name.dropFirst()), self.name(number) == name else { return nil }
        return number < undated ? number : nil
    }

    /// The last 24 characters of a UID as two numbers: what counts films stands at its end.
    private static func remainder(_ uid: String) -> Int32 {
        let bytes = Array(uid.utf8)
        func number(_ part: some Sequence<UInt8>) -> Int {
            part.reduce(0) { $1 == UInt8(ascii: ".") ? $0 : $0 * 10 + Int($1 & 15) }
        }
        return Int32((number(bytes.suffix(12)) + number(bytes.dropLast(12).suffix(12))) % Int(undated))
    }
}

extension FactShelf {
    /// `name` in SQL, of an exam.
    /// - Parameter row: stands for the exam's row.
    static func name(sql row: String) -> String {
        "CASE WHEN \(isDated(row + ".")) THEN substr(\(row).created, 1, 10) ELSE printf('#%03d', \(remainder(row + "."))) END"
    }

    /// Whether the time begins with a day of the calendar. Without `date`, which an index must not ask: of a time that
    /// says "now" it would be another one each day. No comparison with the column itself: the predecessor declared it
    /// numeric, and to SQLite every text is greater than the number '0001'.
    /// - Parameter row: what stands before the columns, with its dot.
    static func isDated(_ row: String) -> String {
        let (created, year) = ("\(row)created", "substr(\(row)created, 1, 4)")
        let (month, day) = ("substr(\(row)created, 6, 2)", "substr(\(row)created, 9, 2)")
        return """
            (typeof(\(created)) = 'text' AND \(created) GLOB '\(shape)' AND \(year) > '0000'
             AND \(month) BETWEEN '01' AND '12' AND \(day) BETWEEN '01' AND CASE \(month)
                WHEN '02' THEN CASE WHEN \(year) % 4 = 0 AND (\(year) % 100 <> 0 OR \(year) % 400 = 0)
                    THEN '29' ELSE '28' END
                WHEN '04' THEN '30' WHEN '06' THEN '30' WHEN '09' THEN '30' WHEN '11' THEN '30' ELSE '31' END)
            """
    }

    /// The blob of an undated exam. A UID of another programme may be anything.
    static func remainder(_ row: String) -> String {
        """
        (abs(CAST(replace(substr(\(row)uid, -12), '.', '') AS INTEGER)
            + CAST(replace(substr(\(row)uid, -24, 12), '.', '') AS INTEGER)) % \(undated))
        """
    }

    private static let shape = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"
}
