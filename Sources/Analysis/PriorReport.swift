import Radiology

/// What was written about an earlier film of the same patient and region.
public struct PriorReport: Sendable, Equatable {
    public enum Author: String, Sendable { case ai = "AI", radiologist }

    /// The day of that film.
    public var day: CalendarDay
    public var author: Author
    public var text: String

    public init(day: CalendarDay, author: Author, text: String) {
        (self.day, self.author, self.text) = (day, author, text)
    }
}
