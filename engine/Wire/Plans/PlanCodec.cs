using Spindle.Plans.UserCode;

namespace Spindle.Wire.Plans;

/// <summary>
/// Plans, task inputs and what they are made of as bytes. A record is its tag and its members in order; a type's codec follows its constructor and is compiled once.
/// Records of other rooms (tables' descriptors, their splits) are registered by whoever puts a process together, with a <see cref="Spindle.Plans.WireTagAttribute"/> each.
/// </summary>
/// <param name="registered">The same in driver and executors.</param>
public sealed class PlanCodec(IEnumerable<Type> registered)
{
    private readonly WireRegistry registry = new(registered);

    /// <exception cref="NotSupportedException">Something in it does not travel: a table that has no descriptor, a value without a form.</exception>
    public byte[] Encode(object record) => Encode(record, null);

    /// <param name="functions">Takes the user's functions that the record names, wherever they stand in it.</param>
    /// <inheritdoc cref="Encode(object)"/>
    public byte[] Encode(object record, ICollection<UserDelegate>? functions)
    {
        var writer = new WireWriter(registry, functions);
        writer.Record(record);
        return writer.ToArray();
    }

    /// <exception cref="WireFormatException">The bytes are not such a record.</exception>
    public T Decode<T>(ReadOnlyMemory<byte> bytes) where T : class
    {
        try
        {
            var reader = new WireReader(registry, bytes);
            var record = reader.Record();
            if (reader.Left > 0)
                throw new WireFormatException($"{reader.Left} bytes are left over");
            return record as T ?? throw new WireFormatException($"{record?.GetType().Name ?? "nothing"} stands where {typeof(T).Name} belongs");
        }
        catch (Exception error) when (error is not (WireFormatException or OutOfMemoryException))
        {
            throw new WireFormatException("the bytes make no plan", error);
        }
    }
}
