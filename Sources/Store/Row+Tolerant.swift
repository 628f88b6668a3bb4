import GRDB

/// How the Store reads columns, of every row: these subscripts are preferred to GRDB's own, which end the process and
/// print the row when a value is not of the type that was asked for. The predecessor's tables are not STRICT, and other
/// programs write to them: a time of `20261121` is a number there, and anything may be bytes.
///
/// A number is its digits where a text is asked for, and digits are a number; bytes, and what means nothing, are null;
/// null is empty, 0 or false where no optional is asked for.
extension Row {
    subscript(_ column: Int) -> String? {
        switch (self[column] as DatabaseValue).storage {
        case .string(let text): text
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .blob, .null: nil
        }
    }

    subscript(_ column: Int) -> Int64? {
        switch (self[column] as DatabaseValue).storage {
        case .int64(let number): number
        // As SQLite casts it.
        case .double(let number): Int64(exactly: number.rounded(.towardZero))
        case .string(let text): Int64(text)
        case .blob, .null: nil
        }
    }

    subscript(_ column: Int) -> Int? { (self[column] as Int64?).flatMap(Int.init(exactly:)) }
    subscript(_ column: Int) -> Bool? { (self[column] as Int64?).map { $0 != 0 } }

    subscript(_ column: Int) -> String { (self[column] as String?) ?? "" }
    subscript(_ column: Int) -> Int64 { (self[column] as Int64?) ?? 0 }
    subscript(_ column: Int) -> Int { (self[column] as Int?) ?? 0 }
    subscript(_ column: Int) -> Bool { (self[column] as Bool?) ?? false }
}
