/// Free places for labels beside points: a label is left out rather than laid over another or over a point.
package struct LabelSpots {
    private struct Box {
        let left, top, right, bottom: Double

        func meets(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    private var taken: [Box] = []
    private let bounds: Box

    package init(left: Double, top: Double, right: Double, bottom: Double) {
        bounds = Box(left: left, top: top, right: right, bottom: bottom)
    }

    package mutating func take(left: Double, top: Double, right: Double, bottom: Double) {
        taken.append(Box(left: left, top: top, right: right, bottom: bottom))
    }

    package mutating func take(point: (x: Double, y: Double), radius: Double) {
        take(left: point.x - radius, top: point.y - radius, right: point.x + radius, bottom: point.y + radius)
    }

    /// The straight way between two points, as small squares.
    package mutating func take(line from: (x: Double, y: Double), _ to: (x: Double, y: Double)) {
        let steps = max(1, Int(max((to.x - from.x).magnitude, (to.y - from.y).magnitude) / 5))
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            take(point: (from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share), radius: 2)
        }
    }

    /// Whether nothing has been placed within a rectangle.
    package func isFree(left: Double, top: Double, right: Double, bottom: Double) -> Bool {
        !taken.contains { $0.meets(Box(left: left, top: top, right: right, bottom: bottom)) }
    }

    /// Where words of this width go beside a point: right below, right, right above, left above, left, left below,
    /// above, below; at two distances.
    /// - Returns: the left end of the baseline; `nil` when every place is taken.
    package mutating func place(width: Double, height: Double = 11, beside point: (x: Double, y: Double)) -> (
        x: Double, y: Double
    )? {
        for distance in [7.0, 15] {
            let (right, left) = (point.x + distance, point.x - distance - width)
            let (above, level, below) = (point.y - distance, point.y + height / 2 - 1, point.y + distance + height - 1)
            let middle = point.x - width / 2
            let spots = [
                (right, below), (right, level), (right, above), (left, above), (left, level), (left, below),
                (middle, above), (middle, below),
            ]
            for (x, y) in spots {
                let box = Box(left: x - 1, top: y - height, right: x + width + 1, bottom: y + 2)
                let isInside =
                    box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top
                    && box.bottom <= bounds.bottom
                guard isInside, !taken.contains(where: box.meets) else { continue }
                taken.append(box)
                return (x, y)
            }
        }
        return nil
    }
}
