using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Scopes;

/// <summary>Something that knows what names mean.</summary>
internal interface INameSource
{
    /// <summary>What the name means; null where this source does not know it.</summary>
    Expression? Find(ValueList<string> parts, Origin origin);

    /// <summary>The column of that id; null where this source has it not.</summary>
    ColumnReference? Reference(ColumnId id) => null;

    /// <summary>Names that a wrong one may have been meant to be.</summary>
    IEnumerable<string> Suggestions();

    /// <summary>The columns that <c>t.*</c> stands for; empty where nothing has the qualifier.</summary>
    IReadOnlyList<Expression> Qualified(ValueList<string> qualifier) => [];
}

/// <summary>Several sources; the first that knows a name wins.</summary>
internal sealed class NameSources(params INameSource[] sources) : INameSource
{
    public Expression? Find(ValueList<string> parts, Origin origin)
    {
        foreach (var source in sources)
            if (source.Find(parts, origin) is { } found)
                return found;
        return null;
    }

    public ColumnReference? Reference(ColumnId id) => sources.Select(s => s.Reference(id)).FirstOrDefault(c => c is not null);

    public IEnumerable<string> Suggestions() => sources.SelectMany(s => s.Suggestions());

    public IReadOnlyList<Expression> Qualified(ValueList<string> qualifier) => sources.Select(s => s.Qualified(qualifier)).FirstOrDefault(found => found.Count > 0) ?? [];
}

/// <summary>The columns of the enclosing queries, which a subquery sees as outer references.</summary>
internal sealed class OuterColumns(INameSource enclosing) : INameSource
{
    public Expression? Find(ValueList<string> parts, Origin origin) => enclosing.Find(parts, origin) is not { } found ? null
        : found.Transform(e => e is ColumnReference column ? new OuterReference(column) { Origin = origin } : e);

    public IEnumerable<string> Suggestions() => [];

    public IReadOnlyList<Expression> Qualified(ValueList<string> qualifier) =>
        enclosing.Qualified(qualifier).Select(e => e is ColumnReference column ? new OuterReference(column) : e).ToList();
}

/// <summary>The parameters of lambda functions around an expression.</summary>
internal sealed class LambdaParameters(ValueList<LambdaVariable> variables, StringComparison comparison) : INameSource
{
    public Expression? Find(ValueList<string> parts, Origin origin)
    {
        foreach (var variable in variables)
        {
            if (!string.Equals(variable.Name, parts[0], comparison))
                continue;
            Expression value = variable with { Origin = origin };
            foreach (var field in parts.Skip(1))
                value = FieldAccess.ByName(value, field, origin, comparison);
            return value;
        }

        return null;
    }

    public IEnumerable<string> Suggestions() => variables.Select(v => v.Name);
}
