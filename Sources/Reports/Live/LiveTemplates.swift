/// The templates of the live pages, compiled; they use partials of the static ones.
struct LiveTemplates: Sendable {
    let films: Template
    let worklist: Template
    let patients: Template
    let patient: Template
    let check: Template
    let signIn: Template
    let refusal: Template
    let api: Template
    let listFragment: Template
    let rowFragment: Template
    let stateFragment: Template
    let lookFragment: Template
    let head: Template

    static let compiled = Result { () throws(ReportsError) in try LiveTemplates() }

    private init() throws(ReportsError) {
        let sources = PageTemplates.sources.merging(Self.sources) { first, _ in first }
        films = try Template(named: "live-films", from: sources)
        worklist = try Template(named: "live-worklist", from: sources)
        patients = try Template(named: "live-patients", from: sources)
        patient = try Template(named: "live-patient", from: sources)
        check = try Template(named: "live-check", from: sources)
        signIn = try Template(named: "live-sign-in", from: sources)
        refusal = try Template(named: "live-refusal", from: sources)
        api = try Template(named: "live-api", from: sources)
        listFragment = try Template(named: "live-list-fragment", from: sources)
        rowFragment = try Template(named: "live-row-fragment", from: sources)
        stateFragment = try Template(named: "live-state-fragment", from: sources)
        lookFragment = try Template(named: "live-look-fragment", from: sources)
        head = try Template(named: "top", from: sources)
    }

    package static var sources: [String: [UInt8]] {
        [
            "live-films": PackageResources.live_films_mustache, "live-list": PackageResources.live_list_mustache,
            "live-rows": PackageResources.live_rows_mustache, "live-row": PackageResources.live_row_mustache,
            "live-pager": PackageResources.live_pager_mustache, "live-filters": PackageResources.live_filters_mustache,
            "live-state": PackageResources.live_state_mustache,
            "live-worklist": PackageResources.live_worklist_mustache,
            "live-patients": PackageResources.live_patients_mustache,
            "live-patient": PackageResources.live_patient_mustache, "live-check": PackageResources.live_check_mustache,
            "live-sign-in": PackageResources.live_sign_in_mustache,
            "live-refusal": PackageResources.live_refusal_mustache, "live-api": PackageResources.live_api_mustache,
            "live-list-fragment": PackageResources.live_list_fragment_mustache,
            "live-row-fragment": PackageResources.live_row_fragment_mustache,
            "live-state-fragment": PackageResources.live_state_fragment_mustache,
            "live-look-fragment": PackageResources.live_look_fragment_mustache,
        ]
    }
}
