using System.Xml;
using System.Xml.Linq;

namespace Spindle.Formats.Xml;

/// <summary>XML texts as trees of elements. Document types are not read: what they name stays out.</summary>
internal static class XmlText
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    /// <summary>The root element; null where the text is no XML.</summary>
    public static XElement? TryRead(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n')), Settings);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>A name as the text writes it, with its prefix unless namespaces are ignored.</summary>
    public static string NameOf(XElement element, XmlOptions options) => Qualified(element.Name, element, options);

    /// <summary>The name of the field that takes an attribute.</summary>
    public static string NameOf(XAttribute attribute, XmlOptions options) => options.AttributePrefix + Qualified(attribute.Name, attribute.Parent!, options);

    /// <summary>The attributes that are fields: no declarations of namespaces.</summary>
    public static IEnumerable<XAttribute> Attributes(XElement element, XmlOptions options) =>
        options.ExcludeAttribute ? [] : element.Attributes().Where(a => !a.IsNamespaceDeclaration);

    /// <summary>The element's own text, without that of the elements in it.</summary>
    public static string OwnText(XElement element, XmlOptions options)
    {
        var text = string.Concat(element.Nodes().OfType<XText>().Select(t => options.IgnoreSurroundingSpaces ? t.Value.Trim() : t.Value));
        return options.IgnoreSurroundingSpaces || !string.IsNullOrWhiteSpace(text) || !element.HasElements ? text : "";
    }

    private static string Qualified(XName name, XElement scope, XmlOptions options) =>
        !options.IgnoreNamespace && name.NamespaceName.Length > 0 && scope.GetPrefixOfNamespace(name.Namespace) is { Length: > 0 } prefix ? $"{prefix}:{name.LocalName}" : name.LocalName;
}
