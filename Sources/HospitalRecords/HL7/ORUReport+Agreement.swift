import Radiology

extension ORUReport {
    /// What speaks for and against a film. `.certain` is the same patient with the same study or accession number;
    /// `.possible` the same patient with a report that names kind, region and time of the film, and nothing against it:
    /// it counts when no other exam is possible.
    ///
    /// - A report of another section (laboratory, …), kind or region is at no film, whatever number it has: one study may
    ///   have films of two regions.
    /// - An accession number (OBR-18, else OBR-3 or ORC-3) that is not the film's is another exam's.
    /// - When the report was written (OBR-22) says nothing of when the film was made.
    /// - Parameter server: for the zone and the window of time.
    public func agreement(
        with film: FilmInQuestion, server: RecordServer, rules: RegionRules = .standard
    ) -> Agreement {
        let matching = Matching(film: film, server: server)
        let exam = exam(rules)
        guard isPatient(of: film), exam.evidence != .other, film.type.fits(exam.type), matching.fits(exam.regions)
        else { return .no }
        let numbers = accession.map { [$0] } ?? fillerNumbers
        if let wanted = film.accession, !numbers.isEmpty, !numbers.contains(wanted) { return .no }
        if let study, let theirs = film.study { return study == theirs ? .certain : .no }
        if let wanted = film.accession {
            if accession == wanted { return .certain }
            if numbers.contains(wanted) { return .certain }
        }
        guard matching.isProven(exam), let observed, matching.isNear(observed, server.window) else { return .no }
        return .possible
    }

    /// One of the numbers is the film's, and neither the rest of the number nor the person speaks against it. A personal
    /// number is enough; any other may be two people's, and needs its authority, the name or the birth date.
    private func isPatient(of film: FilmInQuestion) -> Bool {
        let wanted = film.patientID.trimmed
        guard !wanted.isEmpty else { return false }
        let (mine, theirs) = (FoldedName(dicom: name ?? ""), FoldedName(dicom: film.name))
        let isOther = Matching.isOtherPerson(
            isOtherName: mine.contradicts(theirs), isOtherSex: !Matching.agree(sex, film.sex), born: film.born,
            theirs: birthDate)
        guard !isOther else { return false }
        if CNP(wanted) != nil { return patientNumbers.contains { $0.value == wanted } }
        let isSameDay = film.born != nil && film.born == birthDate
        let resembles = mine.isSame(as: theirs) || isSameDay && !mine.hasOtherGivenName(than: theirs)
        return patientNumbers.contains { number in
            guard number.value == wanted, let isItsAuthority = number.isOf(film.issuer) else {
                return number.value == wanted && resembles
            }
            // Two systems may call one authority by two names.
            return isItsAuthority || mine.isSame(as: theirs) && isSameDay
        }
    }
}

extension ORUReport.PatientNumber {
    /// Whether an authority gave it out; `nil` when one of the two is not told.
    fileprivate func isOf(_ issuer: String?) -> Bool? {
        let mine = [authority, authorityID].compactMap { $0?.trimmed.nonEmpty?.lowercased() }
        guard let issuer = issuer?.trimmed.nonEmpty, !mine.isEmpty else { return nil }
        // DICOM has the whole designator as one text, too: NAME&OID&ISO.
        return issuer.lowercased().split(separator: "&").contains { mine.contains(String($0)) }
    }
}
