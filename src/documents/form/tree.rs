//! XML as a tree that is written again byte for byte: tags and texts are kept as they stand in the file, and only what is changed differs.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::documents::ooxml::escaped;

/// How deep elements may stand in one another.
const DEPTH: usize = 120;
/// Elements of one part.
const ELEMENTS: usize = 600_000;

/// What some programs write before everything else.
const MARK: &str = "\u{feff}";

/// An element, or what stands between elements: text, comments, instructions.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    Raw(String),
}

/// An element with its tags as they stand in the file; `close` is empty for an empty-element tag.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub open: String,
    pub children: Vec<Node>,
    pub close: String,
}

/// The nodes of a part; `None` when it is no well-formed XML, stands too deep or has a document type.
pub(super) fn parse(text: &str) -> Option<Element> {
    // The reader passes over the mark at the beginning of a file without counting it.
    let (mark, text) = text.strip_prefix(MARK).map_or(("", text), |rest| (MARK, rest));
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element { open: mark.to_owned(), children: Vec::new(), close: String::new() }];
    let mut elements = 0;
    loop {
        let from = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let to = usize::try_from(reader.buffer_position()).ok()?;
        let raw = text.get(from..to)?;
        match event {
            Event::Eof => break,
            Event::DocType(_) => return None,
            Event::Start(_) => open.push(Element { open: raw.to_owned(), children: Vec::new(), close: String::new() }),
            Event::Empty(_) => open.last_mut()?.children.push(Node::Element(Element { open: raw.to_owned(), children: Vec::new(), close: String::new() })),
            Event::End(_) => {
                let mut done = open.pop()?;
                done.close = raw.to_owned();
                open.last_mut()?.children.push(Node::Element(done));
            }
            _ => match open.last_mut()?.children.last_mut() {
                Some(Node::Raw(before)) => before.push_str(raw),
                _ => open.last_mut()?.children.push(Node::Raw(raw.to_owned())),
            },
        }
        elements += 1;
        if open.len() > DEPTH || elements > ELEMENTS {
            return None;
        }
    }
    let root = open.pop()?;
    (open.is_empty() && root.elements().next().is_some()).then_some(root)
}

/// The text of what stands between elements: entities resolved, comments and instructions left out.
fn said(raw: &str) -> String {
    let (mut out, mut rest) = (String::new(), raw);
    loop {
        let Some(at) = rest.find('<') else {
            out.push_str(&resolved(rest));
            return out;
        };
        out.push_str(&resolved(&rest[..at]));
        rest = &rest[at..];
        let (skip, keep) = if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let end = inside.find("]]>").unwrap_or(inside.len());
            out.push_str(&inside[..end]);
            (9, end + 3)
        } else {
            let end = if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 3) } else { rest.find('>').map(|at| at + 1) };
            (0, end.unwrap_or(rest.len()))
        };
        rest = rest.get(skip + keep..).unwrap_or_default();
    }
}

fn resolved(text: &str) -> String {
    quick_xml::escape::unescape(text).map(|text| text.into_owned()).unwrap_or_else(|_| text.to_owned())
}

/// Where the attributes of a tag stand: name and range of the value.
fn attributes(tag: &str) -> Vec<(&str, std::ops::Range<usize>)> {
    let bytes = tag.as_bytes();
    let mut found = Vec::new();
    let mut at = bytes.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(bytes.len());
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let name = at;
        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')) {
            at += 1;
        }
        let name = name..at;
        let Some(equals) = bytes[at..].iter().position(|b| *b == b'=').filter(|_| !name.is_empty()) else { return found };
        let Some(quote) = bytes[at + equals..].iter().position(|b| matches!(b, b'"' | b'\'')) else { return found };
        let from = at + equals + quote + 1;
        let Some(length) = bytes[from..].iter().position(|b| *b == bytes[from - 1]) else { return found };
        found.push((&tag[name], from..from + length));
        at = from + length + 1;
    }
}

impl Element {
    /// An element of its own making: a name with a prefix, attributes and children.
    pub(super) fn new(name: &str, attributes: &[(&str, &str)], children: Vec<Node>) -> Self {
        let mut open = format!("<{name}");
        for (key, value) in attributes {
            open.push_str(&format!(" {key}=\"{}\"", escaped(value)));
        }
        if children.is_empty() {
            return Self { open: open + "/>", children, close: String::new() };
        }
        Self { open: open + ">", children, close: format!("</{name}>") }
    }

    /// The name with its prefix.
    pub(super) fn name(&self) -> &str {
        let name = self.open.trim_start_matches('<');
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
        &name[..end]
    }

    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        let name = self.name();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// Another name with the prefix of this one.
    pub(super) fn beside(&self, local: &str) -> String {
        self.name().rsplit_once(':').map_or_else(|| local.to_owned(), |(prefix, _)| format!("{prefix}:{local}"))
    }

    /// An attribute by its name without prefix.
    pub(super) fn attr(&self, local: &str) -> Option<String> {
        let found = attributes(&self.open).into_iter().find(|(name, _)| name.rsplit_once(':').map_or(*name, |(_, own)| own) == local)?;
        Some(resolved(&self.open[found.1]))
    }

    /// Sets an attribute; `name` as it stands in the tag, where it is new.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let local = name.rsplit_once(':').map_or(name, |(_, own)| own);
        let found = attributes(&self.open).into_iter().find(|(own, _)| *own == name || own.rsplit_once(':').is_some_and(|(_, own)| own == local)).map(|(_, range)| range);
        if let Some(range) = found {
            self.open.replace_range(range, &escaped(value));
            return;
        }
        let end = self.open.len() - if self.open.ends_with("/>") { 2 } else { 1 };
        let end = self.open[..end].trim_end().len();
        self.open.insert_str(end, &format!(" {name}=\"{}\"", escaped(value)));
    }

    /// Takes an attribute away, by its name without prefix.
    pub(super) fn unset(&mut self, local: &str) {
        let found = attributes(&self.open).into_iter().find(|(name, _)| name.rsplit_once(':').map_or(*name, |(_, own)| own) == local);
        let Some((name, range)) = found.map(|(name, range)| (name.to_owned(), range)) else { return };
        let from = self.open[..range.start].rfind(&name).unwrap_or(range.start);
        self.open.replace_range(from..range.end + 1, "");
    }

    /// Its elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Raw(_) => None,
        })
    }

    /// Its elements, to be changed.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Raw(_) => None,
        })
    }

    /// The first element with a name.
    pub(super) fn child(&self, local: &str) -> Option<&Self> {
        self.elements().find(|element| element.local() == local)
    }

    /// The first element with a name, to be changed.
    pub(super) fn child_mut(&mut self, local: &str) -> Option<&mut Self> {
        self.elements_mut().find(|element| element.local() == local)
    }

    /// The element at the end of a way of child places.
    pub(super) fn at_mut(&mut self, way: &[usize]) -> Option<&mut Self> {
        let Some((first, rest)) = way.split_first() else { return Some(self) };
        match self.children.get_mut(*first)? {
            Node::Element(element) => element.at_mut(rest),
            Node::Raw(_) => None,
        }
    }

    /// The element at the end of a way of child places.
    pub(super) fn at(&self, way: &[usize]) -> Option<&Self> {
        let Some((first, rest)) = way.split_first() else { return Some(self) };
        match self.children.get(*first)? {
            Node::Element(element) => element.at(rest),
            Node::Raw(_) => None,
        }
    }

    /// The text that stands directly in it.
    pub(super) fn text(&self) -> String {
        self.children.iter().filter_map(|node| if let Node::Raw(raw) = node { Some(said(raw)) } else { None }).collect()
    }

    /// Puts children in place of those that are there.
    pub(super) fn fill(&mut self, children: Vec<Node>) {
        if self.open.ends_with("/>") {
            let name = self.name().to_owned();
            self.open.truncate(self.open.len() - 2);
            self.open.truncate(self.open.trim_end().len());
            self.open.push('>');
            self.close = format!("</{name}>");
        }
        self.children = children;
    }

    /// Puts a text in place of its children.
    pub(super) fn say(&mut self, text: &str) {
        self.fill(vec![Node::Raw(escaped(text))]);
    }

    /// Writes it as it stands.
    pub(super) fn write(&self, out: &mut String) {
        out.push_str(&self.open);
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(out),
                Node::Raw(raw) => out.push_str(raw),
            }
        }
        out.push_str(&self.close);
    }

    /// The whole as text.
    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Calls on each element below it and on itself.
    pub(super) fn each_mut(&mut self, act: &mut dyn FnMut(&mut Self)) {
        act(self);
        self.elements_mut().for_each(|element| element.each_mut(act));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_changed_is_written_byte_for_byte() {
        let text = "\u{feff}<?xml version=\"1.0\"?>\r\n<!-- a < b --><w:p  a='1'\n x:b=\"2\" ><w:t xml:space='preserve' >A&amp;B &#x4E2D;<![CDATA[ <x> ]]></w:t ><w:br /></w:p>\n";
        let mut root = parse(text).unwrap();
        assert_eq!(root.written(), text);
        let p = root.child_mut("p").unwrap();
        assert_eq!((p.name(), p.attr("a").as_deref(), p.attr("b").as_deref()), ("w:p", Some("1"), Some("2")));
        assert_eq!(p.child("t").unwrap().text(), "A&B 中 <x> ");
        p.set("x:b", "3\"");
        p.set("c", "4");
        p.unset("a");
        p.child_mut("br").unwrap().say("<");
        assert_eq!(
            root.written(),
            "\u{feff}<?xml version=\"1.0\"?>\r\n<!-- a < b --><w:p  \n x:b=\"3&quot;\" c=\"4\" ><w:t xml:space='preserve' >A&amp;B &#x4E2D;<![CDATA[ <x> ]]></w:t ><w:br>&lt;</w:br></w:p>\n"
        );
    }

    #[test]
    fn what_is_no_whole_xml_or_stands_too_deep_is_none() {
        for text in ["", "text", "<a>", "<a></b>", "<a", "<!DOCTYPE a><a/>", &"<a>".repeat(50_000), &format!("{}{}", "<a>".repeat(200), "</a>".repeat(200))] {
            assert!(parse(text).is_none(), "{}", text.chars().take(30).collect::<String>());
        }
    }
}
