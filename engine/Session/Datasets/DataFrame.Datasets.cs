using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.UserCode.Types;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>The rows as objects: columns are matched with the type's members by name, and cast to their types; a type without members takes a single column.</summary>
    /// <exception cref="SpindleException">UNRESOLVED_COLUMN: a member has no column.</exception>
    public Dataset<T> As<T>()
    {
        var columns = SqlTypes.Columns(typeof(T), "the type of the rows");
        var isWhole = SqlTypes.Find(typeof(T)) is not StructType;
        if (isWhole && Schema.Fields.Count != 1)
            throw new SpindleException(SessionErrors.UnresolvedColumn, $"{typeof(T).Name} is one column, and the rows have {Schema.Fields.Count}: {string.Join(", ", Columns)}");
        var items = columns.Fields.Select(field => Member(field, isWhole ? Schema.Fields[0] : Match(field.Name))).ToValueList();
        return new Dataset<T>(Same(columns) ? this : With(new Project(items, Plan)));
    }

    private static Expression Member(Field wanted, Field given)
    {
        var column = Existing(given.Name);
        var asItIs = given.Type == wanted.Type || (given.Type is DecimalType && wanted.Type is DecimalType) || (given.Type is TimestampNtzType && wanted.Type is TimestampType);
        return new UnresolvedAlias(asItIs ? column : new UnresolvedCast(column, wanted.Type, Try: false), [wanted.Name]);
    }

    private Field Match(string member) => Schema.Fields.FirstOrDefault(f => f.Name.Equals(member, StringComparison.OrdinalIgnoreCase))
        ?? Schema.Fields.FirstOrDefault(f => f.Name.Replace("_", "", StringComparison.Ordinal).Equals(member, StringComparison.OrdinalIgnoreCase))
        ?? throw new SpindleException(SessionErrors.UnresolvedColumn, $"the member {member} has no column; the rows have {string.Join(", ", Columns)}");

    private bool Same(StructType columns) => Schema.Fields.Count == columns.Fields.Count && Schema.Fields.Zip(columns.Fields, (a, b) => a.Name == b.Name && a.Type == b.Type).All(same => same);
}
