//! The drawings: nothing runs that is not drawn, and what is drawn is drawn where it belongs.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::files::{Shipped, shipped};

const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

#[derive(Debug, Clone, Copy)]
struct Bounds {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Bounds {
    fn holds(self, (x, y): (f64, f64)) -> bool {
        x >= self.x && x <= self.x + self.width && y >= self.y && y <= self.y + self.height
    }

    fn on_border(self, (x, y): (f64, f64)) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() < 1.0;
        self.holds((x, y))
            && (near(x, self.x)
                || near(x, self.x + self.width)
                || near(y, self.y)
                || near(y, self.y + self.height))
    }

    fn centre(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    fn meets(self, other: Bounds) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

struct Drawing {
    shapes: BTreeMap<String, Bounds>,
    labels: Vec<(String, Bounds)>,
    edges: BTreeMap<String, Vec<(f64, f64)>>,
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name)
        .and_then(|text| text.parse().ok())
        .expect("a number")
}

fn bounds(node: Node<'_, '_>) -> Option<Bounds> {
    let found = node
        .children()
        .find(|child| child.has_tag_name(("http://www.omg.org/spec/DD/20100524/DC", "Bounds")))?;
    Some(Bounds {
        x: number(found, "x"),
        y: number(found, "y"),
        width: number(found, "width"),
        height: number(found, "height"),
    })
}

fn drawing(document: &Document<'_>) -> Drawing {
    let mut drawn = Drawing {
        shapes: BTreeMap::new(),
        labels: Vec::new(),
        edges: BTreeMap::new(),
    };
    for node in document.descendants() {
        let Some(element) = node.attribute("bpmnElement") else {
            continue;
        };
        match node.tag_name().name() {
            "BPMNShape" => {
                let place = bounds(node).expect("a shape has bounds");
                assert!(
                    drawn.shapes.insert(element.to_owned(), place).is_none(),
                    "{element} is drawn twice"
                );
            }
            "BPMNEdge" => {
                let points = node
                    .children()
                    .filter(|child| child.tag_name().name() == "waypoint")
                    .map(|point| (number(point, "x"), number(point, "y")))
                    .collect();
                assert!(
                    drawn.edges.insert(element.to_owned(), points).is_none(),
                    "{element} is drawn twice"
                );
            }
            _ => continue,
        }
        if let Some(label) = node
            .children()
            .find(|child| child.tag_name().name() == "BPMNLabel")
            .and_then(bounds)
        {
            drawn.labels.push((element.to_owned(), label));
        }
    }
    drawn
}

fn model_nodes<'a>(document: &'a Document<'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    document
        .descendants()
        .filter(|node| node.tag_name().namespace() == Some(MODEL))
}

fn is_flow_node(node: &Node<'_, '_>) -> bool {
    let name = node.tag_name().name();
    name.ends_with("Event")
        || name.ends_with("Task")
        || name.ends_with("Gateway")
        || matches!(name, "subProcess" | "callActivity")
}

fn each_drawing(check: impl Fn(&str, &Document<'_>, &Drawing)) {
    for Shipped { path, text } in shipped("bpmn") {
        let document = Document::parse(&text).expect("well-formed XML");
        check(&path, &document, &drawing(&document));
    }
}

#[test]
fn every_flow_node_has_a_shape_and_every_flow_an_edge() {
    each_drawing(|path, document, drawn| {
        for node in model_nodes(document) {
            let id = node.attribute("id").unwrap_or_default();
            if is_flow_node(&node) || matches!(node.tag_name().name(), "participant" | "lane") {
                assert!(drawn.shapes.contains_key(id), "{path}: {id} is not drawn");
            }
            if node.tag_name().name() == "sequenceFlow" {
                let points = drawn
                    .edges
                    .get(id)
                    .unwrap_or_else(|| panic!("{path}: {id} is not drawn"));
                for (end, point) in [("sourceRef", points.first()), ("targetRef", points.last())] {
                    let at = node.attribute(end).expect("both ends");
                    let point = *point.expect("an edge has points");
                    assert!(
                        drawn.shapes[at].on_border(point),
                        "{path}: {id} misses the border of {at}"
                    );
                }
            }
        }
    });
}

#[test]
fn everything_is_drawn_inside_its_pool_and_its_sub_process() {
    each_drawing(|path, document, drawn| {
        let pool = model_nodes(document)
            .find(|node| node.tag_name().name() == "participant")
            .and_then(|node| drawn.shapes.get(node.attribute("id").unwrap_or_default()))
            .copied()
            .unwrap_or_else(|| panic!("{path} has no pool"));
        for (id, shape) in &drawn.shapes {
            assert!(
                pool.holds((shape.x, shape.y))
                    && pool.holds((shape.x + shape.width, shape.y + shape.height)),
                "{path}: {id} is outside the pool"
            );
        }
        for (id, points) in &drawn.edges {
            assert!(
                points.iter().all(|point| pool.holds(*point)),
                "{path}: {id} leaves the pool"
            );
        }
        for node in model_nodes(document).filter(is_flow_node) {
            let parent = node.parent_element().expect("a parent");
            if parent.tag_name().name() == "subProcess" && node.tag_name().name() != "boundaryEvent"
            {
                let (around, inside) = (
                    drawn.shapes[parent.attribute("id").unwrap_or_default()],
                    drawn.shapes[node.attribute("id").unwrap_or_default()],
                );
                assert!(
                    around.holds((inside.x, inside.y))
                        && around.holds((inside.x + inside.width, inside.y + inside.height)),
                    "{path}: {:?}",
                    node.attribute("id")
                );
            }
        }
    });
}

#[test]
fn flows_run_at_right_angles_and_boundary_events_sit_on_a_border() {
    each_drawing(|path, document, drawn| {
        for node in model_nodes(document) {
            let id = node.attribute("id").unwrap_or_default();
            match node.tag_name().name() {
                "sequenceFlow" => {
                    for pair in drawn.edges[id].windows(2) {
                        assert!(
                            pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1,
                            "{path}: {id} runs askew at {pair:?}"
                        );
                    }
                }
                "boundaryEvent" => {
                    let host = drawn.shapes[node.attribute("attachedToRef").expect("a host")];
                    assert!(
                        host.on_border(drawn.shapes[id].centre()),
                        "{path}: {id} is not on the border"
                    );
                }
                _ => {}
            }
        }
    });
}

#[test]
fn labels_cover_neither_each_other_nor_a_step() {
    each_drawing(|path, document, drawn| {
        for (place, (id, label)) in drawn.labels.iter().enumerate() {
            for (other, beside) in &drawn.labels[place + 1..] {
                assert!(
                    !label.meets(*beside),
                    "{path}: the labels of {id} and {other} overlap"
                );
            }
            for node in model_nodes(document)
                .filter(|node| is_flow_node(node) && node.tag_name().name() != "subProcess")
            {
                let step = node.attribute("id").unwrap_or_default();
                assert!(
                    step == id || !label.meets(drawn.shapes[step]),
                    "{path}: the label of {id} covers {step}"
                );
            }
        }
    });
}
