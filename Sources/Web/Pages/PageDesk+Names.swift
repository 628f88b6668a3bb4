import Reports

extension PageDesk {
    /// How radiologists, diagnoses and regions are called for a reader.
    struct Wording: Sendable {
        /// `nil`: by their names.
        let names: ShownNames?
        let diagnoses: GroupNames
        let regions: GroupNames

        func radiologist(_ name: String) -> String { names?.radiologist(name) ?? name }
        func diagnosis(_ name: String) -> String { names.map { diagnoses(name, $0) } ?? name }
        func region(_ name: String) -> String { names.map { regions(name, $0) } ?? name }
    }

    func wording(_ reader: Reader) throws -> Wording {
        if reader.audience == .admin { return Wording(names: nil, diagnoses: .open, regions: .open) }
        return Wording(
            names: house.names.current(), diagnoses: try house.names.diagnoses(), regions: try house.names.regions())
    }
}
