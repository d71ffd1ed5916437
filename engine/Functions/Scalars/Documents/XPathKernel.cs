using System.Xml;
using System.Xml.XPath;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>The xpath functions: an expression of XPath 1.0 over one XML text a lane, as the result's type asks. Null for an empty text or expression.</summary>
internal sealed class XPathKernel(DataType type, Origin origin) : LaneKernel(type, canRaise: true)
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    private string? written;
    private XPathExpression? expression;

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var (xml, path) = (JsonFunctions.String(operands[0], lane), JsonFunctions.String(operands[1], lane));
        if (xml.Length == 0 || path.Length == 0)
        {
            result.AppendNull();
            return;
        }

        if (path != written)
            (written, expression) = (path, Compile(path));
        var found = Evaluate(Load(xml), expression!);
        switch (result)
        {
            case ListBuilder list:
                Texts(found as XPathNodeIterator, list);
                break;
            case BooleanBuilder truths:
                truths.Append(found is true);
                break;
            case BytesBuilder texts:
                texts.Append((string)found);
                break;
            default:
                result.Append(Number((double)found));
                break;
        }
    }

    private XPathExpression Compile(string path)
    {
        try
        {
            return XPathExpression.Compile(Type switch
            {
                ArrayType => path,
                BooleanType => $"boolean({path})",
                StringType => $"string({path})",
                _ => $"number({path})",
            });
        }
        catch (Exception error) when (error is XPathException or ArgumentException)
        {
            throw EvaluationErrors.Of("SPINDLE_INVALID_XPATH", "22023", $"'{path}' is no XPath expression: {error.Message}", origin, ("path", path));
        }
    }

    private XPathNavigator Load(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml.TrimStart('\uFEFF')), Settings);
            return new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator();
        }
        catch (XmlException error)
        {
            throw EvaluationErrors.Of("SPINDLE_INVALID_XML", "22023", $"the text is not XML: {error.Message}", origin);
        }
    }

    private object Evaluate(XPathNavigator document, XPathExpression compiled)
    {
        try
        {
            return document.Evaluate(compiled);
        }
        catch (XPathException error)
        {
            throw EvaluationErrors.Of("SPINDLE_INVALID_XPATH", "22023", $"'{written}' cannot be evaluated: {error.Message}", origin, ("path", written!));
        }
    }

    /// <summary>The values of nodes: texts and attributes have one, elements have none.</summary>
    private static void Texts(XPathNodeIterator? nodes, ListBuilder list)
    {
        while (nodes is not null && nodes.MoveNext())
        {
            if (nodes.Current!.NodeType is XPathNodeType.Element or XPathNodeType.Root)
                list.Elements.AppendNull();
            else
                ((BytesBuilder)list.Elements).Append(nodes.Current.Value);
        }

        list.Close();
    }

    /// <summary>Java's narrowing: NaN is 0, what is too large the largest; short takes the low bits of an int.</summary>
    private object Number(double value) => Type switch
    {
        FloatType => (object)(float)value,
        LongType => Whole(value, long.MinValue, long.MaxValue),
        IntegerType => (int)Whole(value, int.MinValue, int.MaxValue),
        ShortType => (short)(int)Whole(value, int.MinValue, int.MaxValue),
        _ => value,
    };

    private static long Whole(double value, long least, long most) => double.IsNaN(value) ? 0 : value >= most ? most : value <= least ? least : (long)value;
}
