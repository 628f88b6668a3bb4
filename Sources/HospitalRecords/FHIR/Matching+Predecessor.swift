import Radiology

extension Matching {
    /// The predecessor's rule: one patient alone is it; of several with a valid CNP the one with the greatest number.
    /// Ids that are no numbers have no greatest.
    ///
    /// Its server often tells no identifiers. Where it does, they are compared; where it does not, its word that the
    /// number is this patient's counts only together with the name or the birth date.
    package func patient(byNumber page: SearchPage) -> Match<PatientCandidate> {
        let found = Self.distinct(page.matches.compactMap(PatientCandidate.init), by: \.id).filter { candidate in
            !isOtherPerson(candidate) && !isOfOtherNumber(candidate)
        }
        let wanted = film.patientID.trimmed
        let proven = found.filter { candidate in
            let isNumbered = candidate.identifiers.contains { $0.value == wanted }
            return isNumbered && CNP(wanted) != nil
                || resembles(candidate) && (page.isBare || isNumbered || CNP(wanted) != nil)
        }
        guard !proven.isEmpty else { return .unproven(found) }
        if proven.count == 1 || CNP(wanted) == nil { return Match(proven) }
        // Several records of one person: people who only share a number are not one.
        let numbered = proven.compactMap { candidate in DecimalID(candidate.id).map { (id: $0, candidate: candidate) } }
        guard numbered.count == proven.count, let greatest = numbered.max(by: { $0.id < $1.id }),
            proven.allSatisfy({ Self.isOne($0, greatest.candidate) })
        else { return .ambiguous(count: proven.count) }
        return .one(greatest.candidate)
    }

    /// Only one patient alone, with the name and the birth date of the film.
    package func patient(byName page: SearchPage) -> Match<PatientCandidate> {
        let found = page.matches.compactMap(PatientCandidate.init)
        guard page.isBare, let candidate = found.first else { return .unproven(found) }
        guard isSameByName(candidate) else { return .none }
        return hasSameBirthDate(candidate) ? .one(candidate) : .ambiguous(count: 1)
    }

    /// It has numbers to compare, and none is the film's.
    private func isOfOtherNumber(_ candidate: PatientCandidate) -> Bool {
        let wanted = film.patientID.trimmed
        if hasOtherIdentifier(candidate) { return true }
        guard CNP(wanted) == nil, !candidate.identifiers.isEmpty else { return false }
        return !candidate.identifiers.contains { $0.value == wanted }
    }

    private static func isOne(_ a: PatientCandidate, _ b: PatientCandidate) -> Bool {
        let isOtherDay = a.birthDate != nil && b.birthDate != nil && a.birthDate != b.birthDate
        let isOtherName =
            !a.names.isEmpty && !b.names.isEmpty
            && !a.names.contains { name in b.names.contains { !$0.hasOtherGivenName(than: name) } }
        return !isOtherDay && !isOtherName && agree(a.sex, b.sex)
    }

    /// The predecessor's server matches time, kind and region itself; what it tells of them must not speak against it.
    package func requestInPredecessor(_ found: [RequestCandidate], of patient: String) -> Match<RequestCandidate> {
        Match(
            Self.distinct(found, by: \.id).filter { candidate in
                isOf([patient], candidate.subject) ?? true && candidate.isLive && candidate.exam.evidence != .other
                    && film.type.fits(candidate.exam.type) && fits(candidate.exam.regions)
                    && !contradicts(candidate.identifiers)
            })
    }
}

/// A number of any length: "10" is more than "9".
package struct DecimalID: Comparable, Sendable {
    private let digits: [UInt8]

    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        digits = Array(text.utf8.drop { $0 == 0x30 })
    }

    package static func < (a: Self, b: Self) -> Bool {
        a.digits.count == b.digits.count
            ? a.digits.lexicographicallyPrecedes(b.digits) : a.digits.count < b.digits.count
    }
}
