using System.Linq.Expressions;

namespace Spindle.Wire.Plans;

/// <summary>Writes and reads records of one type: its tag, then its members. Compiled when the first one passes.</summary>
internal sealed class RecordCodec(Type type, Action<WireWriter> writeTag)
{
    private readonly Lazy<Action<object, WireWriter>> write = new(() => CompileWrite(type, RecordShape.Of(type)));
    private readonly Lazy<Func<WireReader, object>> read = new(() => CompileRead(type, RecordShape.Of(type)));

    public void Write(object record, WireWriter writer)
    {
        writeTag(writer);
        write.Value(record, writer);
    }

    public object Read(WireReader reader) => read.Value(reader);

    private static Action<object, WireWriter> CompileWrite(Type type, RecordShape shape)
    {
        var record = Expression.Parameter(typeof(object), "record");
        var writer = Expression.Parameter(typeof(WireWriter), "writer");
        var typed = Expression.Variable(type, "typed");
        var steps = new List<Expression> { Expression.Assign(typed, Expression.Convert(record, type)) };
        foreach (var member in shape.Members)
            steps.Add(Expression.Invoke(Codec(member, nameof(ValueCodec<int>.Write)), writer, Expression.Property(typed, member.Property)));
        return Expression.Lambda<Action<object, WireWriter>>(Expression.Block([typed], steps), record, writer).Compile();
    }

    private static Func<WireReader, object> CompileRead(Type type, RecordShape shape)
    {
        var reader = Expression.Parameter(typeof(WireReader), "reader");
        var variables = shape.Members.Select(m => Expression.Variable(m.Property.PropertyType, m.Property.Name)).ToList();
        var steps = new List<Expression>();
        for (var i = 0; i < variables.Count; i++)
        {
            Expression value = Expression.Invoke(Codec(shape.Members[i], nameof(ValueCodec<int>.Read)), reader);
            if (!variables[i].Type.IsValueType && !shape.Members[i].MayBeNull)
                value = Expression.Call(typeof(RecordCodec), nameof(Present), [variables[i].Type], value, Expression.Constant($"{type.Name}.{shape.Members[i].Property.Name}"));
            steps.Add(Expression.Assign(variables[i], value));
        }

        var parameters = shape.Constructor.GetParameters().Length;
        var made = Expression.New(shape.Constructor, variables.Take(parameters));
        steps.Add(Expression.Convert(
            Expression.MemberInit(made, Enumerable.Range(parameters, variables.Count - parameters).Select(i => Expression.Bind(shape.Members[i].Property, variables[i]))), typeof(object)));
        return Expression.Lambda<Func<WireReader, object>>(Expression.Block(variables, steps), reader).Compile();
    }

    private static MemberExpression Codec(RecordMember member, string field) => Expression.Field(null, typeof(ValueCodec<>).MakeGenericType(member.Property.PropertyType), field);

    private static T Present<T>(T? value, string member) where T : class => value ?? throw new WireFormatException($"{member} is missing");
}
