//! Points on earth, and the distance between two of them.

/// The mean radius of the earth, in metres (the arithmetic mean of the semi-axes: 2 a + b over 3, WGS 84).
const RADIUS: f64 = 6_371_008.8;

/// A point on earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    /// Degrees north of the equator.
    pub(super) latitude: f64,
    /// Degrees east of Greenwich.
    pub(super) longitude: f64,
}

impl Point {
    /// Reads `latitude,longitude`, in degrees. `None` for anything else, and out of range.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (latitude, longitude) = text.split_once(',')?;
        let degrees = |text: &str, bound: f64| {
            let degrees: f64 = text.trim().parse().ok()?;
            (degrees.abs() <= bound).then_some(degrees)
        };
        Some(Point { latitude: degrees(latitude, 90.0)?, longitude: degrees(longitude, 180.0)? })
    }

    /// The distance to another point on a sphere of the mean radius of the earth, in whole metres, by the haversine
    /// formula: 2 R asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)).
    pub(super) fn metres_to(self, other: Point) -> i64 {
        let (north, other_north) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let haversine = half(self.latitude, other.latitude)
            + north.cos() * other_north.cos() * half(self.longitude, other.longitude);
        // Rounding may bring opposite points a little beyond one.
        (2.0 * RADIUS * haversine.min(1.0).sqrt().asin()).round() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::Point;

    #[test]
    fn distances_are_those_of_the_python_library_haversine() {
        // `haversine((lat, lon), (lat, lon), unit="m")` of https://github.com/mapado/haversine, whose radius is the same.
        for (from, to, metres) in DISTANCES {
            let (from, to) = (Point::parse(from).unwrap(), Point::parse(to).unwrap());
            assert_eq!(from.metres_to(to), metres, "{from:?} {to:?}");
            assert_eq!(to.metres_to(from), metres, "{to:?} {from:?}");
        }
    }

    #[test]
    fn what_is_no_point_is_told() {
        for text in ["", "48.8566", "91,0", "0,181", "a,b", "1,2,3"] {
            assert_eq!(Point::parse(text), None, "{text}");
        }
    }

    const DISTANCES: [(&str, &str, i64); 11] = [
        ("48.8566,2.3522", "48.8566,2.3522", 0),
        ("48.8566,2.3522", "45.7640,4.8357", 391_499),
        ("48.8566,2.3522", "51.5074,-0.1278", 343_557),
        ("48.8566,2.3522", "-33.8688,151.2093", 16_960_521),
        ("0,0", "0,180", 20_015_114),
        ("90,0", "-90,0", 20_015_114),
        ("0,179.9", "0,-179.9", 22_239),
        ("48.8566,2.3522", "48.8566,2.3523", 7),
        ("-21.1151,55.5364", "43.2965,5.3698", 8_803_544),
        ("48.8566,2.3522", "48.8584,2.2945", 4_226),
        ("48.8566,2.3522", "48.8049,2.1204", 17_915),
    ];
}
