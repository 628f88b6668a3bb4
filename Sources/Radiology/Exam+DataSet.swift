import DICOM

extension Exam {
    /// The exam that a file becomes. When its data set does not name the image, the file's meta header may.
    /// - Parameter receivedLocal: `YYYY-MM-DD HH:MM:SS`, stands in when the film has no date of its own.
    public init(file: Part10File, rules: RegionRules, receivedLocal: String) throws(RadiologyError) {
        try self.init(dataSet: file.namedDataSet, rules: rules, receivedLocal: receivedLocal)
        facts.transferSyntax = file.transferSyntax.uid
    }

    /// The exam that a data set becomes. Only a SOP Instance UID is needed; whatever else is missing stays unknown.
    /// - Parameter receivedLocal: `YYYY-MM-DD HH:MM:SS`, stands in when the film has no date of its own.
    public init(dataSet: DataSet, rules: RegionRules, receivedLocal: String) throws(RadiologyError) {
        guard let identity = dataSet.string(.sopInstanceUID) else { throw .noInstanceUID }
        guard let uid = SOPInstanceUID(rawValue: identity) else { throw .badInstanceUID }
        let study = dataSet.string(.studyInstanceUID).flatMap(StudyInstanceUID.init(rawValue:))
        let times = FilmTimes(dataSet)
        let patient = Patient(dataSet: dataSet, study: study, uid: uid, aliveOn: times.exposed(born: nil)?.day)
        let modality =
            dataSet.string(.modality)?.uppercased()
            ?? RadiographKind.modality(ofSOPClass: dataSet.string(.sopClassUID) ?? "") ?? ""
        self.init(
            uid: uid, patient: patient, study: study,
            series: dataSet.string(.seriesInstanceUID).flatMap(SeriesInstanceUID.init(rawValue:)),
            created: times.created(orReceived: receivedLocal), protocolName: Self.protocolName(dataSet),
            region: rules.region(of: dataSet) ?? (modality == "MG" ? .breast : nil),
            projection: Projection(dataSet: dataSet), modality: modality,
            facts: FilmFacts(dataSet: dataSet, times: times, born: patient.birthDate))
        switch RadiographKind(dataSet: dataSet, rules: rules) {
        case .radiograph: break
        case .slice(let modality): facts.slice = SliceFacts(dataSet, modality)
        case .otherPicture(let reason), .noPicture(let reason): facts.whyNotRead = reason
        }
    }

    /// ProtocolName or the next best; StudyDescription is left out on purpose (see `protocolName`).
    private static func protocolName(_ dataSet: DataSet) -> String {
        dataSet.string(.protocolName) ?? dataSet.string(.bodyPartExamined) ?? dataSet.string(.seriesDescription) ?? ""
    }
}

extension RadiographKind {
    /// What a file is. When its data set does not name its class, the file's meta header may.
    public init(file: Part10File, rules: RegionRules) { self.init(dataSet: file.namedDataSet, rules: rules) }
}

extension Part10File {
    /// The data set, with the instance and the class from the meta header where it does not name them itself.
    fileprivate var namedDataSet: DataSet {
        var dataSet = dataSet
        if dataSet.string(.sopInstanceUID) == nil, let uid = meta.string(.mediaStorageSOPInstanceUID) {
            dataSet.set(.sopInstanceUID, uid)
        }
        if dataSet.string(.sopClassUID) == nil, let uid = meta.string(.mediaStorageSOPClassUID) {
            dataSet.set(.sopClassUID, uid)
        }
        return dataSet
    }
}

extension SliceFacts {
    init(_ dataSet: DataSet, _ modality: SliceModality) {
        self.init(
            modality: modality, number: dataSet.integer(.instanceNumber), count: dataSet.integer(.imagesInAcquisition),
            isLocalizer: dataSet.strings(.imageType).contains { $0.uppercased() == "LOCALIZER" })
    }
}

extension Patient {
    /// Who a data set says was X-rayed. A valid CNP fills in the sex when none is given and the birth date when its
    /// element is absent or empty; a birth date that is no date stays unknown.
    init(dataSet: DataSet, study: StudyInstanceUID?, uid: SOPInstanceUID, aliveOn day: CalendarDay?) {
        let cnp = dataSet.string(.patientID).flatMap { CNP($0, aliveOn: day) }
        let birthDate = dataSet.string(.patientBirthDate)
        self.init(
            key: PatientKey(dataSet: dataSet, study: study, uid: uid),
            name: dataSet.string(.patientName) ?? "",
            sex: dataSet.string(.patientSex).flatMap { Sex(rawValue: $0.uppercased()) } ?? cnp?.sex,
            birthDate: birthDate == nil ? cnp?.birthDate : birthDate.flatMap(FilmTimes.day))
    }
}

extension FilmFacts {
    init(dataSet: DataSet, times: FilmTimes, born: CalendarDay?) {
        self.init()
        let moment = times.exposed(born: born)
        exposed = moment?.text
        let age = born.flatMap { born in moment.flatMap { AgeAtExam(born: born, exposed: $0.day) } }
        ageInDays = (age ?? dataSet.string(.patientAge).flatMap(AgeAtExam.init(ageString:)))?.days
        accession = dataSet.string(.accessionNumber)
        bodyPart = dataSet.string(.bodyPartExamined)
        viewPosition = dataSet.string(.viewPosition)
        laterality = dataSet.string(.imageLaterality) ?? dataSet.string(.laterality)
        manufacturer = dataSet.string(.manufacturer)
        device = dataSet.string(.manufacturerModelName)
        photometric = dataSet.string(.photometricInterpretation)
        rows = dataSet.integer(.rows)
        columns = dataSet.integer(.columns)
        bitsStored = dataSet.integer(.bitsStored)
        frames = dataSet.integer(.numberOfFrames) ?? (dataSet.contains(.pixelData) ? 1 : nil)
        burnedInAnnotation = Self.truth(dataSet.string(.burnedInAnnotation))
        pixelSpacing = Self.spacing(dataSet, .pixelSpacing)
        imagerSpacing =
            Self.spacing(dataSet, .imagerPixelSpacing)
            ?? Self.spacing(dataSet, Tag(0x0018, 0x2010))  // Nominal Scanned Pixel Spacing
        let ratio = dataSet.numbers(.pixelAspectRatio).compactMap(Int.init(exactly:))
        pixelAspectRatio = ratio.count == 2 && ratio.allSatisfy { $0 >= 1 } ? ratio : nil
        isCalibrated = dataSet.string(.pixelSpacingCalibrationType).map { !$0.isEmpty }
    }

    private static func spacing(_ dataSet: DataSet, _ tag: Tag) -> [Double]? {
        let spacing = dataSet.numbers(tag)
        return spacing.count == 2 && spacing.allSatisfy { $0 > 0 } ? spacing : nil
    }

    private static func truth(_ text: String?) -> Bool? {
        switch text?.uppercased() {
        case "YES": true
        case "NO": false
        default: nil
        }
    }
}
