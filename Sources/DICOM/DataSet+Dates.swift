extension DataSet {
    /// The first value as a day; also of a date and time.
    public func date(_ tag: Tag) -> DICOMDate? { string(tag).flatMap { DICOMDate($0) } }

    /// The first value as a time of day.
    public func time(_ tag: Tag) -> DICOMTime? { string(tag).flatMap { DICOMTime($0) } }

    /// The first value as a day with a time.
    public func dateTime(_ tag: Tag) -> DICOMDateTime? { string(tag).flatMap { DICOMDateTime($0) } }
}
