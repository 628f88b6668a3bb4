/// Finding kept films the way other viewers ask for them: by series, by modality, by accession number.
extension Schema {
    static let originals = """
        CREATE INDEX exams_series ON exams(series);
        CREATE INDEX exams_modality ON exams(type, created);
        CREATE INDEX films_accession ON films(json_extract(facts, '$.accession'))
            WHERE json_extract(facts, '$.accession') IS NOT NULL;
        """
}
