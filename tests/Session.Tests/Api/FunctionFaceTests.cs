using System.Reflection;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Tests.Api;

/// <summary>Every method of <see cref="Functions"/> calls a function that there is.</summary>
public class FunctionFaceTests
{
    // What grouping analytics make of a call is in no table.
    private static readonly string[] OfGroups = ["grouping", "grouping_id"];

    // Methods that wait for their functions.
    private static readonly string[] Awaited = ["current_path", "input_file_block_length", "input_file_block_start", "input_file_name", "randn", "randstr", "shuffle", "uniform"];

    [Fact]
    public void Functions_call_what_the_table_has()
    {
        var called = typeof(Functions).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => m.ReturnType == typeof(Column) && !m.IsGenericMethod)
            .Where(m => m.Name is not (nameof(Functions.CallFunction) or nameof(Functions.CallUdf) or nameof(Functions.Expr)))
            .SelectMany(m => Calls(m).Select(name => (m.Name, Function: name))).ToList();
        Assert.True(called.Count > 400);
        Assert.DoesNotContain(called, c => !OfGroups.Contains(c.Function) && !Awaited.Contains(c.Function) && FunctionCatalog.BuiltIn.Find(c.Function) is null);
    }

    private static IEnumerable<string> Calls(MethodInfo method)
    {
        var column = (Column)method.Invoke(null, [.. method.GetParameters().Select(Argument)])!;
        return column.Expression.SelfAndDescendants().OfType<UnresolvedFunction>().Select(f => f.Parts[0]);
    }

    private static object? Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(Column) => Functions.Col("x"),
        var type when type == typeof(Column[]) => new[] { Functions.Col("x") },
        var type when type == typeof(object[]) => new object[] { 1 },
        var type when type == typeof(string) => "x",
        var type when type == typeof(double) => 2.0,
        var type when type == typeof(long?) => 1L,
        var type when type == typeof(bool) => true,
        var type when type == typeof(int) => 1,
        var type when type == typeof(Func<Column, Column>) => (Func<Column, Column>)(x => x),
        var type when type == typeof(Func<Column, Column, Column>) => (Func<Column, Column, Column>)((x, _) => x),
        var type when type == typeof(Func<Column, Column, Column, Column>) => (Func<Column, Column, Column, Column>)((x, _, _) => x),
        _ => 1,
    };
}
