import Radiology

/// Who a film's patient is.
extension Matching {
    /// By identifier: the server may search loosely or ignore the question, so the value is compared here again. A
    /// number that is no personal one, of an authority that nobody named, may be somebody else's as well: then the name
    /// or the birth date must be the same.
    package func patients(byIdentifier found: [PatientCandidate]) -> [PatientCandidate] {
        let wanted = film.patientID.trimmed
        let isEnough = CNP(wanted) != nil || !server.identifierSystem.isEmpty
        let exact = found.filter { candidate in
            candidate.identifiers.contains { identifier in
                identifier.value == wanted
                    && (server.identifierSystem.isEmpty || identifier.system == server.identifierSystem)
            }
        }
        return current(exact.filter { !isOtherPerson($0) && (isEnough || resembles($0)) })
    }

    /// By name: the name and the birth date are the same, and neither the sex nor a number is another's.
    package func patients(byName found: [PatientCandidate]) -> [PatientCandidate] {
        current(found.filter { isSameByName($0) && hasSameBirthDate($0) })
    }

    /// What the film's patient, under a server's id that was found before, must still be.
    package func isPatient(_ candidate: PatientCandidate) -> Bool {
        !patients(byIdentifier: [candidate]).isEmpty || !patients(byName: [candidate]).isEmpty
    }

    /// The name is the same, and nothing speaks against it.
    func isSameByName(_ candidate: PatientCandidate) -> Bool {
        let name = FoldedName(dicom: film.name)
        return candidate.names.contains { $0.isSame(as: name) } && sexesAgree(candidate)
            && !hasOtherIdentifier(candidate) && !hasOtherBirthDate(candidate)
    }

    func hasSameBirthDate(_ candidate: PatientCandidate) -> Bool {
        film.born != nil && film.born == candidate.birthDate
    }

    func hasOtherBirthDate(_ candidate: PatientCandidate) -> Bool {
        film.born.map { born in candidate.birthDate.map { $0 != born } ?? false } ?? false
    }

    /// Name or birth date is the same, and neither is plainly another's: for numbers that may be two people's. A new
    /// family name with the birth date will do; a new given name will not: twins are born on one day.
    func resembles(_ candidate: PatientCandidate) -> Bool {
        let name = FoldedName(dicom: film.name)
        let names = candidate.names.filter { !$0.all.isEmpty }
        if names.contains(where: { $0.isSame(as: name) }) { return !hasOtherBirthDate(candidate) }
        let isUnnamed = name.all.isEmpty || names.isEmpty
        return hasSameBirthDate(candidate) && sexesAgree(candidate)
            && (isUnnamed || names.contains { !$0.hasOtherGivenName(than: name) })
    }

    /// Two of name, birth date and sex say that this is somebody else, or the name alone where no birth date agrees.
    func isOtherPerson(_ candidate: PatientCandidate) -> Bool {
        let name = FoldedName(dicom: film.name)
        let names = candidate.names.filter { !$0.all.isEmpty }
        let isOtherName = !names.isEmpty && names.allSatisfy { $0.contradicts(name) }
        return Self.isOtherPerson(
            isOtherName: isOtherName, isOtherSex: !sexesAgree(candidate), born: film.born, theirs: candidate.birthDate)
    }

    static func isOtherPerson(
        isOtherName: Bool, isOtherSex: Bool, born: CalendarDay?, theirs: CalendarDay?
    ) -> Bool {
        let isSameDay = born != nil && born == theirs
        let isOtherDay = born != nil && theirs != nil && !isSameDay
        return isOtherName && !isSameDay || [isOtherName, isOtherDay, isOtherSex].count { $0 } >= 2
    }

    func sexesAgree(_ candidate: PatientCandidate) -> Bool { Self.agree(film.sex, candidate.sex) }

    static func agree(_ sex: Sex?, _ theirs: Sex?) -> Bool {
        guard let sex, let theirs, sex != .other, theirs != .other else { return true }
        return sex == theirs
    }

    /// A personal number, or a number of the same system, that is not the film's.
    func hasOtherIdentifier(_ candidate: PatientCandidate) -> Bool {
        let wanted = film.patientID.trimmed
        guard !wanted.isEmpty else { return false }
        let comparable = candidate.identifiers.filter { identifier in
            if !server.identifierSystem.isEmpty, identifier.system == server.identifierSystem { return true }
            return CNP(wanted) != nil && CNP(identifier.value) != nil
        }
        return !comparable.isEmpty && !comparable.contains { $0.value == wanted }
    }

    /// Records that were merged into others count only when there are no others.
    private func current(_ candidates: [PatientCandidate]) -> [PatientCandidate] {
        let kept = candidates.filter(\.isCurrent)
        return Self.distinct(kept.isEmpty ? candidates : kept, by: \.id)
    }

    /// Whether something is about the patient; `nil` when it does not say whom it is about.
    /// - Parameter patients: the server's ids.
    func isOf(_ patients: Set<String>, _ subject: Subject) -> Bool? {
        guard subject.isTold else { return nil }
        let wanted = film.patientID.trimmed
        if let number = subject.number, number != wanted, subject.id == nil || CNP(number) != nil && CNP(wanted) != nil
        {
            return false
        }
        return subject.id.map(patients.contains) ?? (subject.number == wanted && !wanted.isEmpty)
    }
}
